package phoenix.orchestrator.container;

import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.plan.Subject.Refusal;
import phoenix.pve.DiskSize;

/** What is refused of a container's options before anything is touched, each with the way out. */
final class OptionRefusals {
    private OptionRefusals() {}

    /** @param found the container that stays */
    static Optional<Refusal> of(DesiredContainer want, Optional<ActualGuest> found, Actual actual) {
        return otherNode(want, found, actual)
                .or(() -> GpuRefusals.of(want, actual))
                .or(() -> found.flatMap(have -> smallerVolume(want, have.options())));
    }

    private static Optional<Refusal> otherNode(DesiredContainer want, Optional<ActualGuest> found, Actual actual) {
        String node = want.labels().node();
        if (node == null) {
            return Optional.empty();
        }
        String is = found.map(ActualGuest::node).orElse(actual.node());
        if (node.equals(is)) {
            return Optional.empty();
        }
        return found.isPresent()
                ? Refusals.refuse(
                        "container " + want.label() + " lives on node " + is + ", and the file says " + node,
                        want,
                        "move it: pct migrate " + want.id() + " " + node + " --restart; or write \"node\": \"" + is
                                + "\"")
                : Refusals.refuse(
                        "container " + want.label() + " belongs on node " + node + ", and this is " + is,
                        want,
                        "set PROXMOX_VE_NODE=" + node + " to make it there");
    }

    private static Optional<Refusal> smallerVolume(DesiredContainer want, Map<String, String> have) {
        if (want.mounts() == null) {
            return Optional.empty();
        }
        for (Mount mount : want.mounts()) {
            Optional<DiskSize> size = MountPoints.optionOf(mount, have)
                    .flatMap(option -> GrowVolume.sizeOf(have.getOrDefault(option, "")));
            if (mount instanceof Mount.Volume volume
                    && size.isPresent()
                    && DiskSize.ofGiB(volume.sizeGiB()).compareTo(size.get()) < 0) {
                return Refusals.refuse(
                        "the volume at " + volume.containerPath() + " of container " + want.label() + " is "
                                + size.get() + "; Proxmox VE cannot shrink it to " + volume.sizeGiB() + "G",
                        want,
                        "write \"size_gb\": " + size.get().toGiB() + " for volume '" + volume.name() + "'");
            }
        }
        return Optional.empty();
    }
}
