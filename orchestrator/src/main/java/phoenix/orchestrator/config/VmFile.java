package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code phoenix_vm_configs.json}, and says that no VM is carried out. */
final class VmFile {
    private static final Keys ROOT =
            new Keys("the VM file", Set.of("vm_defaults", "vms"), Map.of(), Problem.Severity.ERROR);

    private VmFile() {}

    static void check(Fields file) {
        Problems problems = file.problems();
        ROOT.check(file.object(), problems);
        file.object("vm_defaults", "\"vm_defaults\": {}");
        JsonValue vms = file.value("vms").orElse(new JsonValue.Arr(file.place(), List.of()));
        if (!(vms instanceof JsonValue.Arr array)) {
            problems.error(vms.place(), "'vms' is " + vms.inWords() + ", not a list", "write \"vms\": []");
            return;
        }
        for (JsonValue vm : array.items()) {
            problems.error(
                    vm.place(),
                    "VMs are not carried out yet by this version",
                    "remove it from 'vms'; nothing of it would happen");
        }
    }
}
