package phoenix.orchestrator.host.zfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.host.HostFacts;

/**
 * A disk as the node sees it.
 *
 * @param path as it is declared
 * @param device what that leads to, {@code /dev/sdb}; empty if there is no such disk
 * @param serial empty if it has none
 * @param holds what is on it: partitions, signatures
 * @param uses who uses it now: mounts, swap, pools, volume groups
 * @param system whether the running system lies on it
 */
record Disk(
        String path,
        String device,
        long sizeBytes,
        String serial,
        String model,
        List<String> holds,
        List<String> uses,
        boolean system) {
    static final String LOOK = "look-disks.sh";

    Disk {
        holds = List.copyOf(holds);
        uses = List.copyOf(uses);
    }

    /** The device on it that is labelled as a member of a pool of this name. */
    Optional<String> deviceOfPool(String pool) {
        String label = "zfs_member '" + pool + "' on ";
        return holds.stream()
                .filter(held -> held.startsWith(label))
                .map(held -> held.substring(label.length()))
                .findFirst();
    }

    /** By their declared paths. */
    static Map<String, Disk> of(HostFacts facts) {
        Map<String, Disk> disks = new LinkedHashMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split("\t", -1);
            if (words.length == 6 && words[0].equals("disk")) {
                disks.put(
                        words[1],
                        new Disk(
                                words[1],
                                words[2],
                                words[3].matches("[0-9]+") ? Long.parseLong(words[3]) : 0,
                                words[4].strip(),
                                words[5].strip(),
                                List.of(),
                                List.of(),
                                false));
            } else if (words.length == 3 && disks.containsKey(words[1])) {
                disks.computeIfPresent(words[1], (path, disk) -> disk.with(words[0], words[2]));
            }
        }
        return disks;
    }

    private Disk with(String kind, String what) {
        List<String> moreHeld = new ArrayList<>(holds);
        List<String> moreUses = new ArrayList<>(uses);
        if (kind.equals("holds")) {
            moreHeld.add(what);
        } else if (kind.equals("used")) {
            moreUses.add(what);
        }
        return new Disk(path, device, sizeBytes, serial, model, moreHeld, moreUses, system || kind.equals("system"));
    }

    /** {@code /dev/disk/by-id/x (/dev/sdb, Samsung 990, serial S1, 1863 GiB)}. */
    @Override
    public String toString() {
        return path + " (" + (device.equals(path) ? "" : device + ", ") + (model.isEmpty() ? "" : model + ", ")
                + (serial.isEmpty() ? "no serial number" : "serial " + serial) + ", " + (sizeBytes >> 20) + " MiB)";
    }
}
