package phoenix.cli.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import phoenix.lab.host.HostRequirements;

/**
 * Gives tests a lab of their own, by {@link OnTheRealLab} or {@link OnTheSimulatedLab}, and a {@link Site} as a parameter of the
 * constructor. All tests of a run share one of each kind; it is served by a process of its own, so that a command
 * that is killed does not take the node with it. At the end it is removed without a trace; what a killed run left is removed first.
 */
abstract class TestLab implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(TestLab.class);
    private static final Pattern EXPORT = Pattern.compile("export (\\w+)='(.*)'");
    private static final Duration COLD = Duration.ofMinutes(10);

    /** A lab with real containers; PHOENIX_TEST_LAB gives it another name than the usual one, for a second run beside a first. */
    static final class Real extends TestLab implements ExecutionCondition, AfterTestExecutionCallback {
        private static final int LAST_LINES = 25;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = HostRequirements.check().inWords();
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("this machine can have a lab")
                    : ConditionEvaluationResult.disabled(String.join("; ", missing));
        }

        @Override
        Running open() {
            return new Running(Map.of("PHOENIX_LAB", name()), true);
        }

        /** What a VM said on its console is gone with the VM, and is the only witness of one that did not start. */
        @Override
        public void afterTestExecution(ExtensionContext context) throws IOException {
            Path logs = rootfs(name()).resolve("var/log");
            if (context.getExecutionException().isEmpty() || !Files.isDirectory(logs)) {
                return;
            }
            try (DirectoryStream<Path> consoles = Files.newDirectoryStream(logs, "qemu-*-serial0.log")) {
                for (Path console : consoles) {
                    List<String> lines = Files.readAllLines(console, StandardCharsets.ISO_8859_1);
                    System.out.println("The last words of " + console + ":");
                    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                            .forEach(System.out::println);
                }
            }
        }
    }

    private static Path rootfs(String lab) {
        return Path.of("/var/lib/phoenix/lab", lab, "rootfs");
    }

    private static String name() {
        return System.getenv().getOrDefault("PHOENIX_TEST_LAB", "t-verify");
    }

    /** A lab whose containers are simulated. */
    static final class Simulated extends TestLab {
        @Override
        Running open() {
            Path state = Path.of("target", "simulated-lab").toAbsolutePath();
            return new Running(Map.of("XDG_STATE_HOME", state.toString()), false);
        }
    }

    abstract Running open();

    /** The variables that {@code phoenix lab env} printed. */
    static Map<String, String> exports(PhoenixCommand.Ended printed) {
        Map<String, String> variables = new HashMap<>();
        Matcher export = EXPORT.matcher(printed.out());
        while (export.find()) {
            variables.put(export.group(1), export.group(2));
        }
        return variables;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Site.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(getClass(), type -> open(), Running.class).site;
    }

    /** A lab that is up and served. */
    static final class Running implements AutoCloseable {
        private static final Pattern NETWORK = Pattern.compile("network (\\d+\\.\\d+\\.\\d+)\\.0/24");

        private static final Pattern SERVER = Pattern.compile("process (\\d+) is serving ");

        private final Map<String, String> environment;
        private final boolean real;
        private final PhoenixCommand server;
        final Site site;

        Running(Map<String, String> environment, boolean real) {
            this.environment = environment;
            this.real = real;
            if (real) {
                LabDisks.giveBackLeftovers(rootfs(environment.getOrDefault("PHOENIX_LAB", "lab")));
            }
            endServer();
            purge();
            this.server = PhoenixCommand.start(environment, lab("serve", "--port", "0"));
            try {
                server.awaitLine("serving at", COLD);
                Map<String, String> api = exports(
                        PhoenixCommand.run(environment, COLD, lab("env")).expect(0));
                PhoenixCommand.Ended status =
                        PhoenixCommand.run(environment, COLD, lab("status")).expect(0);
                Matcher network = NETWORK.matcher(status.out());
                String prefix = network.find() ? network.group(1) : "10.186.0";
                this.site = new Site(
                        environment,
                        api,
                        real ? List.of() : List.of("--simulate"),
                        prefix,
                        "local-zfs",
                        "debian-12-standard",
                        real);
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            server.close();
            purge();
        }

        /** A test run that was killed leaves its server behind, which goes on serving the lab of this name. */
        private void endServer() {
            if (!isThere()) {
                return;
            }
            Matcher server = SERVER.matcher(PhoenixCommand.run(environment, COLD, lab("down", "--purge"))
                    .err());
            if (server.find()) {
                ProcessHandle.of(Long.parseLong(server.group(1))).ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
            }
        }

        private boolean isThere() {
            return real || Files.exists(Path.of(environment.getOrDefault("XDG_STATE_HOME", "/nowhere")));
        }

        private void purge() {
            if (isThere()) {
                PhoenixCommand.run(environment, COLD, lab("down", "--purge")).expect(0);
            }
        }

        private String[] lab(String... arguments) {
            List<String> all = new java.util.ArrayList<>(List.of("lab"));
            if (!real) {
                all.add("--simulate");
            }
            all.addAll(List.of(arguments));
            return all.toArray(String[]::new);
        }
    }
}
