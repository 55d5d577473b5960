package phoenix.orchestrator.vm;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredVm;

/** What a VM that is made from an image gets beside its options: disks, cloud-init's drive, a serial console. */
final class VmCreation {
    private VmCreation() {}

    static SortedMap<String, String> parameters(DesiredVm want, Map<String, String> options, ImageChoice image) {
        SortedMap<String, String> parameters = new TreeMap<>(options);
        parameters.values().removeIf(String::isEmpty);
        parameters.put("vmid", want.id().toString());
        parameters.put("ostype", "l26");
        parameters.put("scsihw", "virtio-scsi-single");
        parameters.put(VmDisks.FIRST, want.storage() + ":0,import-from=" + image.source() + ",discard=on,iothread=1");
        parameters.put("boot", "order=" + VmDisks.FIRST);
        parameters.put("ide2", want.storage() + ":cloudinit");
        parameters.put("serial0", "socket");
        if (PciDevices.of(want).isEmpty()) {
            parameters.put("vga", "serial0");
        }
        parameters.putAll(VmDisks.ofFirmware(want));
        if (want.labels().pool() != null) {
            parameters.put("pool", want.labels().pool());
        }
        return parameters;
    }
}
