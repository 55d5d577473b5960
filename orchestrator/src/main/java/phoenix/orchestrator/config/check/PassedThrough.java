package phoenix.orchestrator.config.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.config.VmDraft;

/**
 * The devices of the node that VMs get by address. A device, or one function of it, goes to one VM; the functions of one device may go to
 * several. A resource mapping may stand for several devices, so that it may be named twice; a template never runs and takes nothing.
 */
final class PassedThrough {
    private final Problems problems;
    /** By slot, and in it by function; an empty function is the whole device. */
    private final Map<String, Map<String, VmDraft>> takers = new HashMap<>();

    PassedThrough(Problems problems) {
        this.problems = problems;
    }

    void take(VmDraft vm, Located<String> device) {
        if (vm.isTemplate() || !PciAddress.isAddress(device.value())) {
            return;
        }
        Map<String, VmDraft> slot = takers.computeIfAbsent(PciAddress.slot(device.value()), any -> new TreeMap<>());
        String function = PciAddress.function(device.value());
        slot.entrySet().stream()
                .filter(taken -> taken.getKey().isEmpty()
                        || function.isEmpty()
                        || taken.getKey().equals(function))
                .map(Map.Entry::getValue)
                .filter(other -> !other.id().equals(vm.id()))
                .findFirst()
                .ifPresent(other -> problems.error(
                        device.place(),
                        "the device " + device.value() + " is passed through to VM " + other.label()
                                + " too, and a device is given to one VM at a time",
                        "give one of them another device"));
        slot.putIfAbsent(function, vm);
    }
}
