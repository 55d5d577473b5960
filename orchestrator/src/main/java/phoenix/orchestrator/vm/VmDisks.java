package phoenix.orchestrator.vm;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.desired.DesiredVm;

/** The disks in a VM's options. */
final class VmDisks {
    /** The one that the VM boots from. */
    static final String FIRST = "scsi0";

    static final String TPM = "tpmstate0";

    private VmDisks() {}

    /** The option of a disk beside the first one. */
    static String further(int index) {
        return "scsi" + (index + 1);
    }

    /** The options of all disks beside the first one that a VM shall have. */
    static SortedSet<String> further(DesiredVm want) {
        SortedSet<String> options = new TreeSet<>();
        int count = want.disks() == null ? 0 : want.disks().size();
        for (int i = 0; i < count; i++) {
            options.add(further(i));
        }
        return options;
    }

    /** The small disks in which firmware and TPM keep what they know, with the volumes that they are made as. */
    static SortedMap<String, String> ofFirmware(DesiredVm want) {
        SortedMap<String, String> disks = new TreeMap<>();
        if ("ovmf".equals(want.hardware().firmware())) {
            disks.put("efidisk0", want.storage() + ":1,efitype=4m,pre-enrolled-keys=0");
        }
        if (want.hardware().tpm()) {
            disks.put(TPM, want.storage() + ":1,version=v2.0");
        }
        return disks;
    }

    static boolean isDisk(String option) {
        return option.matches("(scsi|virtio|sata|ide|efidisk|tpmstate|unused)[0-9]+");
    }
}
