package phoenix.orchestrator.host.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import phoenix.orchestrator.host.HostFacts;

/**
 * What {@code look-nvidia.sh} found.
 *
 * @param devices PCI addresses of NVIDIA's GPUs
 * @param kernels that are installed, by release
 * @param loaded the version of the module that the kernel runs; empty for none
 * @param nouveau whether the kernel's own driver holds the devices
 * @param packaged packages of the distribution's that bring the module
 * @param dkms versions that DKMS builds
 * @param unit how systemd stands to Phoenix's unit: {@code enabled}
 * @param gpus what {@code nvidia-smi} sees
 * @param nodes device nodes that are there
 * @param users who computes, by PCI address without the domain's leading zeros
 */
record NvidiaLook(
        List<String> devices,
        Map<String, Kernel> kernels,
        String loaded,
        boolean nouveau,
        List<String> packaged,
        List<String> dkms,
        String unit,
        List<Gpu> gpus,
        List<String> nodes,
        Map<String, List<String>> users) {
    static final String SCRIPT = "look-nvidia.sh";

    /**
     * A kernel on the disk.
     *
     * @param module the version of NVIDIA's module for it; empty for none
     */
    record Kernel(boolean headers, String module) {}

    /** A GPU that the driver serves. */
    record Gpu(String index, String address, String name, boolean persistent) {}

    NvidiaLook {
        devices = List.copyOf(devices);
        kernels = new LinkedHashMap<>(kernels);
        packaged = List.copyOf(packaged);
        dkms = List.copyOf(dkms);
        gpus = List.copyOf(gpus);
        nodes = List.copyOf(nodes);
        users = new TreeMap<>(users);
    }

    static NvidiaLook of(HostFacts facts) {
        Map<String, Kernel> kernels = new LinkedHashMap<>();
        List<Gpu> gpus = new ArrayList<>();
        Map<String, List<String>> users = new TreeMap<>();
        String served = "";
        for (String line : facts.lines(SCRIPT)) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("kernel") && words.length > 2) {
                kernels.put(words[1], new Kernel(words[2].equals("yes"), words.length > 3 ? words[3].strip() : ""));
            } else if (words[0].equals("user") && words.length > 2) {
                String who = line.substring(("user " + words[1] + " ").length());
                users.computeIfAbsent(address(words[1]), same -> new ArrayList<>())
                        .add(who);
            } else if (words[0].equals("gpu")) {
                String[] cells = line.substring("gpu ".length()).split(", ", -1);
                if (cells.length == 5) {
                    served = cells[3];
                    gpus.add(new Gpu(cells[0], address(cells[1]), cells[2], cells[4].equals("Enabled")));
                }
            }
        }
        return new NvidiaLook(
                labelled(facts, "device"),
                kernels,
                Optional.of(facts.labelled(SCRIPT, "loaded"))
                        .filter(version -> !version.isEmpty())
                        .orElse(served),
                !labelled(facts, "nouveau").isEmpty(),
                labelled(facts, "packaged"),
                labelled(facts, "dkms"),
                facts.labelled(SCRIPT, "unit"),
                gpus,
                labelled(facts, "node"),
                users);
    }

    /** Whether a driver is on the disk, for any kernel. */
    boolean installed() {
        return !packaged.isEmpty()
                || !dkms.isEmpty()
                || kernels.values().stream().anyMatch(kernel -> !kernel.module().isEmpty());
    }

    private static List<String> labelled(HostFacts facts, String label) {
        return facts.lines(SCRIPT).stream()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length() + 1).strip())
                .toList();
    }

    /** {@code nvidia-smi} writes the domain with eight digits and in capitals, {@code lspci} with four and in small letters. */
    private static String address(String busId) {
        String small = busId.toLowerCase(Locale.ROOT).replace(",", "");
        return small.matches("[0-9a-f]{8}:.*") ? small.substring(4) : small;
    }

    /** For each GPU what it is and who uses it: {@code GPU 0, RTX 4000, at 0000:01:00.0: used by container 950}. */
    List<String> account() {
        return gpus.stream()
                .map(gpu -> {
                    List<String> by = users.getOrDefault(gpu.address(), List.of()).stream()
                            .distinct()
                            .toList();
                    return "GPU " + gpu.index() + ", " + gpu.name() + ", at " + gpu.address() + ": "
                            + (by.isEmpty() ? "nobody computes on it" : "used by " + String.join(", ", by));
                })
                .toList();
    }
}
