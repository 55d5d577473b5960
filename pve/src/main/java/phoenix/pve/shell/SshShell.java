package phoenix.pve.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Runs programs on another machine with the user's own {@code ssh}.
 *
 * <p>The first command opens a connection, which the others share and which stays for a minute after the last. Its socket lies in a
 * folder that only we can enter. Nothing is ever asked for on the terminal: keys and known hosts must be in place. The far end needs a POSIX shell and
 * coreutils.
 *
 * @see "ssh_config(5): ControlMaster, ControlPersist, BatchMode"
 */
public final class SshShell implements NodeShell {
    private static final int EXIT_OF_SSH = 255;
    private static final int NOT_FOUND = 127;
    /** Unix sockets take 107 characters, and ssh appends 17 of its own while it makes one. */
    private static final int LONGEST_SOCKET_PATH = 88;

    /** The folder's name tells whose it is: several Phoenixes may work on one machine. */
    static final String FOLDER = "phoenix-ssh-" + ProcessHandle.current().pid() + "-";

    private static final Duration FOR_ENDING = Duration.ofSeconds(15);
    private static final String SCRIPT = script();

    private final SshOptions options;
    private final LocalShell here = new LocalShell();
    private final Path folder;
    private final boolean shared;

    /** Opens nothing yet: the first command does. */
    public SshShell(SshOptions options) {
        this.options = options;
        try {
            this.folder = Files.createTempDirectory(FOLDER); // mode 700
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder for the SSH connection", e);
        }
        this.shared = socket().toString().length() <= LONGEST_SOCKET_PATH;
    }

    @Override
    public Output run(Command command, Consumer<String> onLine) {
        connect();
        Marks marks = new Marks("phoenix-" + UUID.randomUUID(), onLine);
        Output output;
        try {
            output = here.run(overSsh(command, marks.mark), onLine, marks::onErrorLine);
        } catch (ShellException.TimedOut e) {
            end(marks);
            throw new ShellException.TimedOut(
                    "ran longer than " + Durations.words(command.limit()) + " and was ended on " + where() + ": "
                            + command,
                    "see why it hangs, or give it more time",
                    e);
        } catch (ShellException.Interrupted e) {
            end(marks);
            throw new ShellException.Interrupted(
                    "interrupted while running " + command + " on " + where(), "run it again", e);
        }
        return judge(command, marks, output);
    }

    private Output judge(Command command, Marks marks, Output output) {
        String stderr = marks.without(output.stderr());
        int code = output.exitCode() == EXIT_OF_SSH ? marks.exitCode : output.exitCode();
        if (code == Marks.NONE) {
            throw unreachable(command, marks, stderr);
        }
        if (code == NOT_FOUND && stderr.contains("timeout: failed to run command")) {
            throw new ShellException.NotStarted(
                    "cannot run " + command + " on " + where() + ": there is no such program",
                    "install the package that brings " + command.argv().get(0) + " there",
                    null);
        }
        return new Output(code, output.stdout(), stderr);
    }

    private ShellException unreachable(Command command, Marks marks, String stderr) {
        return marks.started()
                ? new ShellException.Unreachable(
                        "the connection to " + where() + " broke while running " + command + ": " + said(stderr),
                        "look whether it took effect, then run it again",
                        null)
                : unreachable(stderr);
    }

    private ShellException unreachable(String stderr) {
        return new ShellException.Unreachable(
                "cannot reach " + where() + ": " + said(stderr),
                "see what this says: ssh " + ShellQuoting.quote(destination()) + " true",
                null);
    }

    private static String said(String stderr) {
        return stderr.isBlank() ? "ssh ended without a word" : stderr.strip();
    }

    /** Opens the connection that all commands share, unless it is there. One thread at a time, or two would open it. */
    private synchronized void connect() {
        if (!shared || Files.exists(socket())) {
            return;
        }
        List<String> argv = ssh();
        argv.addAll(1, List.of("-f", "-N", "-o", "ControlMaster=yes", "-o", "ControlPersist=60"));
        Duration limit = Duration.ofSeconds(3L * options.connectSeconds());
        try {
            Output output = here.run(Command.of(argv).within(limit));
            if (!output.succeeded()) {
                throw unreachable(output.stderr());
            }
        } catch (ShellException.NotStarted e) {
            throw new ShellException.NotStarted(
                    "cannot reach " + where() + ": there is no ssh here", "install openssh-client", e);
        } catch (ShellException.TimedOut e) {
            throw unreachable("no answer within " + Durations.words(limit));
        }
    }

    /** Ends the command over there: closing a connection without a terminal would leave it running. */
    private void end(Marks marks) {
        if (!marks.started()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            List<String> argv = ssh();
            argv.add(ShellQuoting.quote(List.of("kill", "-TERM", marks.pid)));
            here.run(Command.of(argv).within(FOR_ENDING));
        } catch (ShellException e) {
            // Nothing more to be done from here: the far end ends it by itself when its limit has passed.
            interrupted |= Thread.interrupted();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Command overSsh(Command command, String mark) {
        long seconds = command.limit().toSeconds() + FOR_ENDING.toSeconds();
        List<String> remote = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", mark, Long.toString(seconds)));
        remote.addAll(command.argv());
        List<String> argv = ssh();
        argv.add(ShellQuoting.quote(remote));
        return new Command(argv, command.input(), command.limit());
    }

    private List<String> ssh() {
        List<String> argv = new ArrayList<>();
        argv.add("ssh");
        argv.addAll(List.of("-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=" + options.connectSeconds()));
        argv.addAll(List.of("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"));
        if (shared) {
            argv.addAll(
                    List.of("-o", "ControlMaster=auto", "-o", "ControlPersist=60", "-o", "ControlPath=" + socket()));
        }
        argv.addAll(destination());
        return argv;
    }

    private List<String> destination() {
        List<String> argv = new ArrayList<>(options.options());
        if (options.port() != null) {
            argv.addAll(List.of("-p", options.port().toString()));
        }
        argv.addAll(List.of("--", options.destination()));
        return argv;
    }

    private Path socket() {
        return folder.resolve("s");
    }

    @Override
    public Optional<List<String>> attached(List<String> argv, boolean terminal) {
        List<String> all = ssh();
        all.set(all.indexOf("-T"), terminal ? "-t" : "-T");
        all.add(ShellQuoting.quote(argv));
        return Optional.of(all);
    }

    @Override
    public String where() {
        return options.destination() + " over SSH";
    }

    /** Closes the shared connection. */
    @Override
    public void close() {
        try {
            if (Files.exists(socket())) {
                List<String> argv = ssh();
                argv.addAll(1, List.of("-O", "exit"));
                here.run(Command.of(argv).within(FOR_ENDING));
            }
            Files.deleteIfExists(socket());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary folder " + folder, e);
        }
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(SshShell.class.getResourceAsStream("remote-run.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource remote-run.sh", e);
        }
    }

    /** What the script at the far end tells about a run, taken out of its standard error. Fed by one thread, read by another. */
    private static final class Marks {
        static final int NONE = -1;

        private final String mark;
        private final Consumer<String> onLine;
        private volatile String pid = "";
        /** What the script said last of all; {@link #NONE} before it said so, and where ssh has had a word after it. */
        private volatile int exitCode = NONE;

        Marks(String mark, Consumer<String> onLine) {
            this.mark = mark;
            this.onLine = onLine;
        }

        void onErrorLine(String line) {
            int at = line.indexOf(mark);
            if (at < 0) {
                exitCode = NONE;
                onLine.accept(line);
                return;
            }
            String said = line.substring(at + mark.length()).strip();
            if (started()) {
                exitCode = Integer.parseInt(said);
            } else {
                pid = said;
            }
            if (at > 0) {
                onLine.accept(line.substring(0, at));
            }
        }

        boolean started() {
            return !pid.isEmpty();
        }

        String without(String stderr) {
            return stderr.replaceAll(mark + " [0-9]+\n", "");
        }
    }
}
