package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down a VM's disks. Only sizes of whole GiB can be said, and only the disks {@code scsi0}, {@code scsi1}... without a gap are
 * managed; a comment names the others.
 */
final class VmDiskExport {
    private static final long GIB = 1L << 30;

    /** What Proxmox writes beside a disk, and what a run gives a disk that it makes. */
    private static final List<String> SILENT = List.of("file", "size", "discard", "iothread");

    private final OpenOptions options;

    VmDiskExport(OpenOptions options) {
        this.options = options;
    }

    void writeTo(ObjectNode json) {
        Optional<String> storage = first().map(option -> storageOf(disk(option)));
        json.put("storage_pool", storage.orElse("local"));
        List<PropertyString> further = new ArrayList<>();
        if (isVolume("scsi0")) {
            PropertyString first = take("scsi0");
            wholeGib(first)
                    .ifPresentOrElse(
                            gib -> json.put("disk_size_gb", gib),
                            () -> options.unknown()
                                    .add("scsi0: size=" + first.get("size").orElse("")
                                            + ", which is no whole number of GiB"));
            for (int i = 1; isVolume("scsi" + i) && wholeGib(disk("scsi" + i)).isPresent(); i++) {
                further.add(take("scsi" + i));
            }
        }
        if (!further.isEmpty()) {
            ArrayNode list = json.putArray("disks");
            for (PropertyString disk : further) {
                ObjectNode one = list.addObject();
                one.put("storage_pool", storageOf(disk));
                wholeGib(disk).ifPresent(gib -> one.put("size_gb", gib));
            }
        }
        if (options.take("tpmstate0").isPresent()) {
            json.put("tpm", true);
        }
        options.take("efidisk0");
        options.numbered("ide").stream()
                .filter(option -> options.get(option).contains("cloudinit"))
                .forEach(options::take);
    }

    /** The disk that a run manages, or else the one that there is. */
    private Optional<String> first() {
        for (String bus : List.of("scsi", "virtio", "sata", "ide")) {
            Optional<String> found =
                    options.numbered(bus).stream().filter(this::isVolume).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether a drive is a disk on a storage: neither a CD nor a device of the node. */
    private boolean isVolume(String option) {
        return options.get(option).matches("(?:file=)?[A-Za-z][^:/,]*:.*")
                && !options.get(option).contains("media=cdrom");
    }

    private PropertyString disk(String option) {
        return PropertyString.parse(options.get(option), "file");
    }

    private PropertyString take(String option) {
        PropertyString disk = disk(option);
        options.take(option);
        for (Map.Entry<String, String> part : disk.values().entrySet()) {
            if (!SILENT.contains(part.getKey())) {
                options.unknown().add(option + ": " + part.getKey() + "=" + part.getValue());
            }
        }
        return disk;
    }

    private static Optional<Integer> wholeGib(PropertyString disk) {
        return disk.get("size")
                .map(size -> DiskSize.parse(size).bytes())
                .filter(bytes -> bytes >= GIB && bytes % GIB == 0)
                .map(bytes -> (int) (bytes / GIB));
    }

    private static String storageOf(PropertyString disk) {
        return disk.get("file").orElse("").replaceFirst(":.*", "");
    }
}
