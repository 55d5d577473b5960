package phoenix.lab.simulated;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import phoenix.lab.node.Machines;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * The agents inside simulated VMs. One answers as soon as its VM runs, unless the file {@code agents/<id>} of the node says {@code
 * absent}. Commands come out as {@link ScriptedCommands} says; a question for cloud-init's verdict, unless a rule is for it, as the file
 * {@code cloud-init/<id>} says, else that all is done. Files that are written lie in the VM's folder as {@code files/<path>}.
 */
final class SimulatedAgent {
    private static final String DONE = """
            {"boot_status_code": "enabled-by-generator", "datasource": "nocloud", "detail": "DataSourceNoCloud \
            [seed=/dev/sr0][dsmode=net]", "errors": [], "extended_status": "done", "last_update": "", \
            "recoverable_errors": {}, "status": "done"}
            """;

    private final SimulatedMachines machines;
    private final ScriptedCommands commands;
    private final Path agents;
    private final Path verdicts;
    private final AtomicLong next = new AtomicLong(1000);
    private final Map<Long, CompletableFuture<Result>> running = new ConcurrentHashMap<>();
    private final Map<Long, Path> open = new ConcurrentHashMap<>();
    private final Map<Long, Long> positions = new ConcurrentHashMap<>();

    SimulatedAgent(SimulatedMachines machines, Path node) {
        this.machines = machines;
        this.commands = new ScriptedCommands(node.resolve("commands"));
        this.agents = node.resolve("agents");
        this.verdicts = node.resolve("cloud-init");
    }

    Object answer(VmId id, String command, Map<String, ?> arguments) {
        if (read(agents.resolve(id.toString())).strip().equals("absent")
                || machines.statistics(id).state().equals("paused")) {
            throw new Machines.AgentSilent("got no answer from the agent of VM " + id);
        }
        try {
            return switch (command) {
                case "guest-exec" -> exec(id, arguments);
                case "guest-exec-status" -> execStatus(number(arguments, "pid"));
                case "guest-file-open" -> open(id, text(arguments, "path"), text(arguments, "mode"));
                case "guest-file-read" -> readPart(number(arguments, "handle"));
                case "guest-file-write" -> write(number(arguments, "handle"), text(arguments, "buf-b64"));
                case "guest-file-close" -> close(number(arguments, "handle"));
                case "guest-shutdown" -> {
                    machines.stop(id);
                    yield Map.of();
                }
                default -> about(id, command);
            };
        } catch (IOException failed) {
            throw new NodeException("cannot use a file of VM " + id + ": " + failed, failed);
        }
    }

    private Object about(VmId id, String command) {
        GuestConfig.Section config = machines.config(id).orElse(GuestConfig.Section.EMPTY);
        return switch (command) {
            case "guest-network-get-interfaces" -> interfaces(config);
            case "guest-get-osinfo" ->
                Map.of(
                        "id", "debian",
                        "name", "Debian GNU/Linux",
                        "pretty-name", "Debian GNU/Linux 12 (bookworm)",
                        "version", "12 (bookworm)",
                        "version-id", "12",
                        "machine", "x86_64",
                        "kernel-release", "6.1.0-50-cloud-amd64");
            case "guest-get-host-name" -> Map.of("host-name", config.get("name").orElse("VM" + id));
            case "guest-get-time" -> System.currentTimeMillis() * 1_000_000;
            case "guest-get-timezone" -> Map.of("offset", 0, "zone", "UTC");
            case "guest-fsfreeze-status" -> "thawed";
            case "guest-fsfreeze-freeze", "guest-fsfreeze-thaw" -> 1;
            case "guest-get-users", "guest-get-fsinfo", "guest-get-memory-blocks", "guest-get-vcpus" -> List.of();
            case "guest-info" -> Map.of("version", "7.2.22", "supported_commands", List.of());
            case "guest-fstrim" -> Map.of("paths", List.of());
            default -> Map.of();
        };
    }

    private static Object interfaces(GuestConfig.Section config) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(Map.of(
                "name", "lo",
                "hardware-address", "00:00:00:00:00:00",
                "ip-addresses", List.of(Map.of("ip-address", "127.0.0.1", "ip-address-type", "ipv4", "prefix", 8))));
        config.options().forEach((option, value) -> {
            if (option.matches("net[0-9]+")) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("name", "eth" + option.substring(3));
                one.put(
                        "hardware-address",
                        value.replaceFirst("^[^=]*=([^,]*).*", "$1").toLowerCase(Locale.ROOT));
                String ip = PropertyString.parse(
                                config.get("ipconfig" + option.substring(3)).orElse(""), "")
                        .get("ip")
                        .orElse("");
                int slash = ip.indexOf('/');
                one.put(
                        "ip-addresses",
                        slash < 0
                                ? List.of()
                                : List.of(Map.of(
                                        "ip-address",
                                        ip.substring(0, slash),
                                        "ip-address-type",
                                        "ipv4",
                                        "prefix",
                                        Integer.parseInt(ip.substring(slash + 1)))));
                all.add(one);
            }
        });
        return all;
    }

    private Object exec(VmId id, Map<String, ?> arguments) {
        List<String> argv = new ArrayList<>(List.of(text(arguments, "path")));
        if (arguments.get("arg") instanceof List<?> rest) {
            rest.forEach(word -> argv.add(String.valueOf(word)));
        }
        byte[] input = Base64.getDecoder().decode(text(arguments, "input-data"));
        long pid = next.incrementAndGet();
        running.put(pid, CompletableFuture.supplyAsync(() -> outcome(id, argv, input)));
        return Map.of("pid", pid);
    }

    Result outcome(VmId id, List<String> argv, byte[] input) {
        Result scripted = commands.run(id, machines.folder(id), argv, input);
        boolean verdict = String.join(" ", argv).contains("cloud-init status");
        if (!verdict || scripted.exitCode() != 0 || !scripted.stdout().isEmpty()) {
            return scripted;
        }
        String said = read(verdicts.resolve(id.toString()));
        String answer = said.isEmpty() ? DONE : said;
        return String.join(" ", argv).contains("json")
                ? Result.ok(answer)
                : Result.ok("status: " + answer.replaceFirst("(?s).*\"status\": *\"([a-z ]+)\".*", "$1") + "\n");
    }

    private Object execStatus(long pid) {
        CompletableFuture<Result> started = running.get(pid);
        if (started == null) {
            throw new NodeException("Invalid parameter 'pid'");
        }
        if (!started.isDone()) {
            return Map.of("exited", false);
        }
        running.remove(pid);
        Result result = started.join();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("exited", true);
        status.put("exitcode", result.exitCode());
        if (!result.stdout().isEmpty()) {
            status.put("out-data", encode(result.stdout().getBytes(StandardCharsets.UTF_8)));
        }
        if (!result.stderr().isEmpty()) {
            status.put("err-data", encode(result.stderr().getBytes(StandardCharsets.UTF_8)));
        }
        return status;
    }

    private Object open(VmId id, String path, String mode) throws IOException {
        Path file = machines.folder(id).resolve("files").resolve(path.replaceFirst("^/+", ""));
        if (mode.startsWith("r") && !Files.isRegularFile(file)) {
            throw new NodeException("failed to open file '" + path + "' (mode: 'r'): No such file or directory");
        }
        if (!mode.startsWith("r")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, new byte[0]);
        }
        long handle = next.incrementAndGet();
        open.put(handle, file);
        positions.put(handle, 0L);
        return handle;
    }

    private Path opened(long handle) {
        Path file = open.get(handle);
        if (file == null) {
            throw new NodeException("handle '" + handle + "' has not been found");
        }
        return file;
    }

    /** All of it at once. */
    private Object readPart(long handle) throws IOException {
        byte[] content = positions.put(handle, 1L) == 0 ? Files.readAllBytes(opened(handle)) : new byte[0];
        return Map.of("count", content.length, "buf-b64", encode(content), "eof", true);
    }

    private Object write(long handle, String base64) throws IOException {
        byte[] content = Base64.getDecoder().decode(base64);
        Files.write(opened(handle), content, StandardOpenOption.APPEND);
        return Map.of("count", content.length, "eof", false);
    }

    private Object close(long handle) {
        opened(handle);
        open.remove(handle);
        positions.remove(handle);
        return Map.of();
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String text(Map<String, ?> arguments, String name) {
        Object value = arguments.get(name);
        return value == null ? "" : value.toString();
    }

    private static long number(Map<String, ?> arguments, String name) {
        return arguments.get(name) instanceof Number number ? number.longValue() : -1;
    }

    private static String read(Path file) {
        return Files.exists(file) ? phoenix.lab.files.WholeFile.read(file) : "";
    }
}
