package phoenix.orchestrator.container;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.Gpus;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.plan.Subject.Refusal;

/** What is refused of a container's GPUs: ones that the node does not have, and libraries that would not fit the node's driver. */
final class GpuRefusals {
    private static final String VERSION = "nvidia_driver_version";

    private GpuRefusals() {}

    static Optional<Refusal> of(DesiredContainer want, Actual actual) {
        if (want.gpus() == null || want.gpus().isEmpty()) {
            return Optional.empty();
        }
        Optional<Gpus> gpus = actual.facts().gpus();
        if (gpus.isEmpty()) {
            return Refusals.refuse(
                    "container " + want.label() + " wants GPUs, and without a shell on node " + actual.node()
                            + " it cannot be seen which there are",
                    want,
                    "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node");
        }
        SortedSet<Integer> there = DevicePoints.gpusOf(gpus.get().devices().keySet());
        SortedSet<Integer> missing = new TreeSet<>(want.gpus());
        missing.removeAll(there);
        return missing.isEmpty()
                ? ofDriver(want, gpus.get(), actual.node())
                : Refusals.refuse(
                        "container " + want.label() + " wants GPU " + words(missing) + ", and node " + actual.node()
                                + (there.isEmpty() ? " has none with a driver" : " has " + words(there)),
                        want,
                        there.isEmpty()
                                ? "install the driver on the node so that /dev/nvidia0 is there, or write"
                                        + " \"gpu_assignment\": \"none\""
                                : "use one of: " + words(there));
    }

    private static Optional<Refusal> ofDriver(DesiredContainer want, Gpus gpus, String node) {
        Optional<String> declared = want.inputs().text(VERSION);
        if (declared.isEmpty() || gpus.driver().isEmpty() || declared.equals(gpus.driver())) {
            return Optional.empty();
        }
        String driver = gpus.driver().get();
        return Refusals.refuse(
                "container " + want.label() + " would get NVIDIA's libraries " + declared.get()
                        + ", and the driver of node " + node + " is " + driver + ": both must be the same",
                want,
                "write \"" + VERSION + "\": \"" + driver + "\" and the run file of that version, or install "
                        + declared.get() + " on the node");
    }

    private static String words(SortedSet<Integer> indexes) {
        return indexes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
