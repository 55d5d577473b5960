package phoenix.orchestrator.vm;

import static phoenix.orchestrator.vm.VmRefusals.refuse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.PciHardware;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.plan.Subject.Refusal;
import phoenix.pve.VmId;
import phoenix.pve.api.PciDevice;

/** What is refused of the devices that a VM shall have of the node. */
final class DeviceRefusals {
    private final Actual actual;

    DeviceRefusals(Actual actual) {
        this.actual = actual;
    }

    Optional<Refusal> of(DesiredVm want, boolean made) {
        List<String> devices = PciDevices.of(want);
        if (devices.isEmpty()) {
            return Optional.empty();
        }
        String machine = want.hardware().machine();
        if (machine != null && !machine.contains("q35")) {
            return refuse(
                    "VM " + want.label() + " gets a device of the node, and its machine is " + machine,
                    want,
                    "write \"machine\": \"q35\", or leave it out");
        }
        Optional<Refusal> first = devices.stream()
                .flatMap(device -> ofHardware(want, device).or(() -> ofHolder(want, device)).stream())
                .findFirst();
        boolean raw = devices.stream().anyMatch(PciDevices::isAddress);
        return first.isPresent() || !raw || !made || actual.access().rootOptions()
                ? first
                : refuse(
                        "VM " + want.label() + " gets a device by its address, which Proxmox lets root@pam alone set",
                        want,
                        VmRefusals.ROOT + "; or make a resource mapping, and write its name in pci_devices");
    }

    private Optional<Refusal> ofHardware(DesiredVm want, String device) {
        Optional<PciHardware> known = actual.facts().hardware();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        PciHardware hardware = known.get();
        List<PciDevice> functions = PciDevices.functions(device, hardware);
        if (functions.isEmpty() && hardware.mappings().containsKey(device)) {
            return refuse(
                    "resource mapping '" + device + "' has nothing for node " + actual.node() + ", where VM "
                            + want.label() + " is to be",
                    want,
                    "add this node's device to it in Proxmox VE under Datacenter, Resource Mappings; or remove the mapping"
                            + (PciDevices.gpuIndex(device).isPresent()
                                    ? ", and Phoenix makes one for the node's GPU"
                                    : " from the file"));
        }
        if (functions.isEmpty()) {
            return refuse(
                    "node " + actual.node() + " has no " + inWords(device) + " for VM " + want.label(),
                    want,
                    hint(device, hardware));
        }
        return functions.get(0).group() >= 0
                ? Optional.empty()
                : refuse(
                        inWords(device) + " of VM " + want.label() + " cannot be given away: the node's IOMMU is off",
                        want,
                        "name it in vfio.devices of the hypervisor file, then: phoenix --setup-hypervisor, and reboot the"
                                + " node; the firmware's setting (VT-d, AMD-Vi) has to be on as well");
    }

    private static String inWords(String device) {
        if (PciDevices.isAddress(device)) {
            return "PCI device " + device;
        }
        return PciDevices.gpuIndex(device)
                .map(index -> "NVIDIA GPU " + index)
                .orElse("resource mapping '" + device + "'");
    }

    private static String hint(String device, PciHardware hardware) {
        Stream<String> there = PciDevices.isAddress(device)
                ? hardware.devices().stream().map(PciDevice::address)
                : PciDevices.gpuIndex(device).isPresent()
                        ? hardware.graphics().stream().map(gpu -> gpu.address() + " (" + gpu.name() + ")")
                        : hardware.mappings().keySet().stream().sorted();
        String all = there.collect(Collectors.joining(", "));
        return all.isEmpty() ? "it has none at all" : "it has: " + all;
    }

    private Optional<Refusal> ofHolder(DesiredVm want, String device) {
        return actual.guests().values().stream()
                .filter(other -> holds(other, device, want.id()))
                .findFirst()
                .flatMap(holder -> refuse(
                        "device " + device + " of VM " + want.label() + " is passed through to VM " + holder.id() + " ("
                                + holder.name() + ") already",
                        want,
                        "take it from that VM first, or choose another device"));
    }

    private boolean holds(ActualGuest other, String device, VmId self) {
        return !other.id().equals(self)
                && other.options().entrySet().stream()
                        .anyMatch(option -> option.getKey().matches("hostpci[0-9]+")
                                && PciDevices.isSame(
                                        device,
                                        option.getValue(),
                                        actual.facts().hardware()));
    }
}
