package phoenix.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that the process was started from, by {@code stty}: its size, and its keys one by one. Keys are looked for and never
 * waited for: a process in the background that waits for input is stopped by the kernel. Used by one thread at a time.
 */
final class Tty implements AutoCloseable {
    private static final File DEVICE = new File("/dev/tty");
    private static final int LIMIT_SECONDS = 2;
    /** Where in {@code /proc/self/stat}, after the name, the process's group and the terminal's foreground group stand. */
    private static final int OWN_GROUP = 2;

    private static final int FOREGROUND_GROUP = 5;

    private final String usual;
    private boolean keys;

    private Tty(String usual) {
        this.usual = usual;
    }

    /** How large a terminal is, in characters. */
    record Size(int rows, int columns) {}

    /** The terminal, if the process is the one that its user sees. */
    static Optional<Tty> open() {
        return isForeground() ? stty("-g").map(Tty::new) : Optional.empty();
    }

    /** Whether the process is in its terminal's foreground: not started with {@code &}, nor put there. */
    static boolean isForeground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[OWN_GROUP].equals(fields[FOREGROUND_GROUP]);
        } catch (IOException e) {
            return false;
        }
    }

    /** The size now; 80 by 24 where the terminal does not know it. */
    Size size() {
        String[] words = stty("size").orElse("").split(" ");
        try {
            Size size = new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            return size.rows() < 1 || size.columns() < 1 ? new Size(24, 80) : size;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new Size(24, 80);
        }
    }

    /** From now on each key is handed out as it is pressed, and not shown; Ctrl-C and Ctrl-Z mean what they always do. */
    void hearKeys() {
        keys = stty("-icanon", "-echo", "min", "0", "time", "0").isPresent();
    }

    /** A key that has been pressed; empty if none has. */
    Optional<Character> key() {
        try {
            if (keys && isForeground() && System.in.available() > 0) {
                int key = System.in.read();
                return key < 0 ? Optional.empty() : Optional.of((char) key);
            }
        } catch (IOException e) {
            keys = false; // the terminal is gone
        }
        return Optional.empty();
    }

    /** Gives the terminal back as it was found. */
    @Override
    public void close() {
        if (keys && isForeground()) {
            stty(usual);
        }
        keys = false;
    }

    private static Optional<String> stty(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("stty"));
        argv.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(argv)
                    .redirectInput(DEVICE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
