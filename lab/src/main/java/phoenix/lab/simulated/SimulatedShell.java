package phoenix.lab.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.lab.files.WholeFile;
import phoenix.lab.http.Service;
import phoenix.pve.VmId;

/**
 * What a root shell on the simulated node answers: {@code grep} over the configuration files, {@code lxc-attach}, {@code curl} to a
 * guest, {@code ssh} to a VM, {@code pvesh}, programs that handle files, and shell scripts made of those. Any other program is not there. Safe for use by several threads.
 */
public final class SimulatedShell {
    private static final int NOT_FOUND = 127;

    private final SimulatedNode node;
    private final Path root;
    private final SimulatedContainers containers;
    private final SimulatedAttach attach;
    private final SimulatedPvesh pvesh;
    private final SimulatedScripts scripts;

    /** @param api the API as root@pam, see {@code ApiServer.tools()} */
    public SimulatedShell(SimulatedNode node, Service api) {
        this.node = node;
        this.root = node.root();
        this.containers = node.containers();
        this.attach = new SimulatedAttach(node);
        this.pvesh = new SimulatedPvesh(api);
        this.scripts = new SimulatedScripts(root);
    }

    /**
     * Runs a command.
     *
     * @param argv program and arguments; no shell looks at them
     */
    public Result exec(List<String> argv, byte[] stdin) {
        node.count(argv);
        List<String> command = withoutEnvironment(argv);
        String program = command.isEmpty() ? "" : command.get(0).replaceFirst("^(/usr)?/s?bin/", "");
        return switch (program) {
            case "grep" -> command.contains("-r") ? grep(command) : scripts.exec(command, stdin);
            case "cat" -> command.size() > 1 ? cat(command) : scripts.exec(command, stdin);
            case "curl" -> curl(command);
            case "true" -> Result.ok("");
            case "lxc-attach" -> attach.exec(command, stdin);
            case "pvesh" -> pvesh.exec(command);
            case "ssh" -> ssh(command, stdin);
            default ->
                scripts.has(program)
                        ? scripts.exec(command, stdin)
                        : Result.failed(
                                NOT_FOUND, "the simulated node has no program for: " + String.join(" ", argv) + "\n");
        };
    }

    /** {@code env NAME=value... program arguments} is the program with its arguments. */
    private static List<String> withoutEnvironment(List<String> argv) {
        int from = !argv.isEmpty() && argv.get(0).equals("env") ? 1 : 0;
        while (from > 0 && from < argv.size() && argv.get(from).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
            from++;
        }
        return argv.subList(from, argv.size());
    }

    private Path seenFromHere(String path) {
        return root.resolve(path.replaceFirst("^/+", ""));
    }

    /** Reads whole folders, as in {@code grep -r -H --include=*.conf "" /etc/pve/nodes}; patterns are texts, not expressions. */
    private Result grep(List<String> argv) {
        List<String> plain =
                argv.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
        if (plain.size() != 2 || !argv.contains("-r")) {
            return Result.failed(2, "the simulated grep reads one folder for one text, with -r\n");
        }
        String suffix = argv.stream()
                .filter(word -> word.startsWith("--include=*"))
                .map(word -> word.substring("--include=*".length()))
                .findFirst()
                .orElse("");
        Path folder = seenFromHere(plain.get(1));
        if (!Files.isDirectory(folder)) {
            return Result.failed(2, "grep: " + plain.get(1) + ": No such file or directory\n");
        }
        StringBuilder found = new StringBuilder();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(suffix) && !name.startsWith(".")) {
                String shown = plain.get(1) + "/" + folder.relativize(file);
                read(file)
                        .lines()
                        .filter(line -> line.contains(plain.get(0)))
                        .forEach(line ->
                                found.append(shown).append(':').append(line).append('\n'));
            }
        }
        return found.isEmpty() ? Result.failed(1, "") : Result.ok(found.toString());
    }

    /** What lies in a folder and the folders in it, in order. A task may be at work there: what goes meanwhile is passed over. */
    private static SortedSet<Path> files(Path folder) {
        SortedSet<Path> files = new TreeSet<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                    if (gone instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw gone;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + folder, failed);
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return WholeFile.read(file);
        } catch (UncheckedIOException failed) {
            if (failed.getCause() instanceof NoSuchFileException) {
                return "";
            }
            throw failed;
        }
    }

    private Result cat(List<String> argv) {
        StringBuilder text = new StringBuilder();
        for (String path : argv.subList(1, argv.size())) {
            if (!Files.isRegularFile(seenFromHere(path))) {
                return new Result(1, text.toString(), "cat: " + path + ": No such file or directory\n");
            }
            text.append(WholeFile.read(seenFromHere(path)));
        }
        return Result.ok(text.toString());
    }

    /** Leads into the running VM of that address, if cloud-init was told of the user and of root's key. */
    private Result ssh(List<String> argv, byte[] stdin) {
        String destination = argv.get(argv.indexOf("--") + 1);
        int at = destination.indexOf('@');
        String user = destination.substring(0, at);
        String host = destination.substring(at + 1);
        SimulatedMachines machines = node.machines();
        Optional<VmId> vm = machines.at(host);
        if (vm.isEmpty()) {
            return Result.failed(255, "ssh: connect to host " + host + " port 22: No route to host\n");
        }
        return machines.admits(vm.get(), user, SimulatedNode.PUBLIC_KEY)
                ? machines.run(vm.get(), List.of("sh", "-c", argv.get(argv.size() - 1)), stdin)
                : Result.failed(255, destination + ": Permission denied (publickey).\n");
    }

    /** Whatever a running guest is asked at its own address, it answers. */
    private Result curl(List<String> argv) {
        String url = argv.stream()
                .filter(word -> word.matches("https?://.*"))
                .findFirst()
                .orElse("");
        if (url.isEmpty()) {
            return Result.failed(2, "curl: no URL specified\n");
        }
        URI uri = URI.create(url);
        String host = String.valueOf(uri.getHost());
        boolean answered = containers.running().stream().anyMatch(id -> containers.answersAt(id, host))
                || node.machines().at(host).isPresent();
        if (!answered) {
            int port = uri.getPort() > 0 ? uri.getPort() : url.startsWith("https") ? 443 : 80;
            return Result.failed(
                    7,
                    "curl: (7) Failed to connect to " + host + " port " + port
                            + " after 0 ms: Couldn't connect to server\n");
        }
        boolean quiet = argv.contains("--output") || argv.contains("-o");
        return Result.ok(quiet ? "" : "a simulated page from " + host + "\n");
    }
}
