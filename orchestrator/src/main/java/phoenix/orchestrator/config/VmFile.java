package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.pve.VmId;

/** Reads {@code phoenix_vm_configs.json}. */
final class VmFile {
    private VmFile() {}

    /** The VMs with what they inherit, in the order of the file. */
    static List<EffectiveGuest> read(Fields file) {
        file.inner("vm_defaults").ifPresent(OutdatedKeys::ofVmDefaults);
        Layers layers = Layers.of(file, "vm_defaults");
        List<EffectiveGuest> guests = new ArrayList<>();
        for (Fields vm : file.objects("vms")) {
            Fields effective = new Fields(layers.effective(vm.object()), file.problems());
            id(effective).ifPresent(id -> guests.add(new EffectiveGuest(id, effective)));
        }
        return guests;
    }

    private static Optional<VmId> id(Fields vm) {
        vm.require("vmid", "\"vmid\": 8000");
        return vm.id("vmid").map(Located::value);
    }
}
