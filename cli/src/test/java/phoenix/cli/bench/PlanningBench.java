package phoenix.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import phoenix.cli.laws.SettledFleet;
import phoenix.cli.laws.SmallNode;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.VmId;

/**
 * Plans fleets that are as wanted already, of the sizes that are given as arguments, on simulated nodes of this process.
 *
 * <ol>
 *   <li>Checking the files; then one look and one plan in this process, warm: the median of several.
 *   <li>The whole command, {@code ./phoenix --simulate --all --dry-run}, and {@code ./phoenix validate}; of the first also what it takes of the
 *       processor and of memory, as {@code time} tells it.
 *   <li>The floor: curl fetches what the look fetches by the same requests from the same server, and grep reads the same files.
 * </ol>
 */
final class PlanningBench {
    private static final int REPEATS = 5;
    private static final String LAB = "bench";

    private final Path folder;
    private final Path home;

    private PlanningBench(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
    }

    /** @param sizes numbers of guests */
    public static void main(String[] sizes) throws Exception {
        Path home = Path.of(System.getProperty("phoenix.home", ".")).toAbsolutePath();
        System.out.printf(
                "%-8s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s%n",
                "guests",
                "calls",
                "files",
                "look",
                "plan",
                "total",
                "floor",
                "ratio",
                "command",
                "cpu",
                "peak",
                "validate");
        for (String size : sizes) {
            Path folder = Files.createTempDirectory("phoenix-bench-");
            new PlanningBench(folder, home).run(Integer.parseInt(size));
        }
        System.out.println("times in seconds, the median of " + REPEATS
                + "; total = look + plan in a warm process; floor = curl and grep; ratio = total / floor; cpu and peak = processor"
                + " seconds and MiB of memory of one whole command");
    }

    private void run(int guests) throws Exception {
        Path config = config(guests);
        Path state = folder.resolve("state");
        Path node = state.resolve("phoenix/simulated/" + LAB);
        Fleet one = load(config(1));
        Fleet fleet = load(config);
        try (SmallNode small = new SmallNode(node, folder.resolve("api"), home.resolve("features/phoenix.sh"))) {
            small.apply(one);
            SettledFleet.fill(
                    small.node(), Objects.requireNonNull(small.configs().get(new VmId(SettledFleet.FIRST))), fleet);
            int before = small.calls();
            require(small.plan(fleet).isEmpty(), "a settled fleet plans to nothing");
            int calls = small.calls() - before;
            double files = median(() -> load(config));
            double look = median(() -> small.look(fleet));
            double total = median(() -> small.plan(fleet));
            double floor = median(() -> shell(floor(small, node), Map.of()));
            Map<String, String> environment = Map.of("XDG_STATE_HOME", state.toString(), "PHOENIX_LAB", LAB);
            String phoenix = home.resolve("phoenix").toString();
            List<String> dryRun = List.of(phoenix, "--simulate", "--config", config.toString(), "--all", "--dry-run");
            double command = median(() -> shell(dryRun, environment));
            Used used = used(dryRun, environment);
            double validate =
                    median(() -> shell(List.of(phoenix, "validate", "--config", config.toString()), environment));
            System.out.printf(
                    Locale.ROOT,
                    "%-8d %8d %8.3f %8.3f %8.3f %8.3f %8.3f %8.1f %8.3f %8.1f %8d %8.3f%n",
                    guests,
                    calls,
                    files,
                    look,
                    Math.max(0, total - look),
                    total,
                    floor,
                    total / floor,
                    command,
                    used.seconds(),
                    used.mebibytes(),
                    validate);
        }
    }

    /** The log-in is left out on both sides: a client that looks twice has its ticket. */
    private static List<String> floor(SmallNode small, Path node) {
        String base = small.endpoint() + "/api2/json";
        String token = "Authorization: PVEAPIToken=" + small.apiToken();
        return List.of(
                "sh",
                "-c",
                "curl -sSf --insecure -H \"$1\" -o /dev/null -o /dev/null \"$2\" \"$3\" && "
                        + "grep -r -H '--include=*.conf' '' \"$4\" >/dev/null",
                "floor",
                token,
                base + "/cluster/resources?type=vm",
                base + "/nodes/pve/lxc",
                node.resolve("node/root/etc/pve/nodes").toString());
    }

    private Path config(int guests) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config-" + guests));
        Files.createDirectories(config.resolve("scripts"));
        Files.writeString(config.resolve("scripts/serve.sh"), "#!/bin/sh\n");
        Files.writeString(config.resolve(ConfigLoader.LXC_FILE), SettledFleet.json(guests));
        return config;
    }

    private static Fleet load(Path config) {
        Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
        require(loaded.isUsable(), "the generated file is valid: " + loaded.problems());
        return loaded.fleet();
    }

    /** What a command took. */
    private record Used(double seconds, long mebibytes) {}

    private Used used(List<String> argv, Map<String, String> environment) throws IOException, InterruptedException {
        Path told = folder.resolve("used");
        List<String> timed = new ArrayList<>(List.of("/usr/bin/time", "-f", "%M %U %S", "-o", told.toString()));
        timed.addAll(argv);
        shell(timed, environment);
        String[] words = Files.readString(told).strip().split(" ", -1);
        return new Used(Double.parseDouble(words[1]) + Double.parseDouble(words[2]), Long.parseLong(words[0]) / 1024);
    }

    private static int shell(List<String> argv, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        require(code == 0, String.join(" ", argv) + " ended with " + code);
        return code;
    }

    private static double median(Callable<?> work) throws Exception {
        double[] seconds = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            work.call();
            seconds[i] = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[REPEATS / 2];
    }

    private static void require(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
