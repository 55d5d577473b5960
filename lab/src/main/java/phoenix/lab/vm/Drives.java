package phoenix.lab.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The drives of a part of a configuration. */
final class Drives {
    private Drives() {}

    static List<Drive> of(Map<String, String> options) {
        List<Drive> drives = new ArrayList<>();
        options.forEach((option, value) -> {
            if (VmOptions.isDrive(option)) {
                drives.add(Drive.parse(option, value));
            }
        });
        return drives;
    }

    /** The drives that lie on volumes of a storage and belong to the VM: disks, EFI variables, TPM state. */
    static List<Drive> disks(Map<String, String> options) {
        return of(options).stream().filter(Drive::isDisk).toList();
    }

    /** Every volume or path that a configuration names anywhere, memories of snapshots included. */
    static Set<String> everywhere(VmConfig config) {
        Set<String> all = new TreeSet<>();
        for (SortedMap<String, String> part : config.parts()) {
            of(part).stream().filter(Drive::isVolume).forEach(drive -> all.add(drive.file()));
            part.forEach((option, value) -> {
                if (VmOptions.isUnused(option)) {
                    all.add(Drive.parse(option, value).file());
                }
                if (option.equals("vmstate")) {
                    all.add(value);
                }
            });
        }
        return all;
    }

    /** Whether a volume is a drive now, in a snapshot, or after the next restart. */
    static boolean isUsed(VmConfig config, String volume) {
        return config.parts().stream()
                .flatMap(part -> of(part).stream())
                .anyMatch(drive -> drive.file().equals(volume));
    }

    /** Keeps a volume as unused, under the lowest free number; once only. */
    static void addUnused(Map<String, String> part, String volume) {
        for (int i = 0; ; i++) {
            String option = "unused" + i;
            String there = part.get(option);
            if (volume.equals(there)) {
                return;
            }
            if (there == null) {
                part.put(option, volume);
                return;
            }
        }
    }
}
