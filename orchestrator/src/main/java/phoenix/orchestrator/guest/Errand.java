package phoenix.orchestrator.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Output;

/**
 * A script that is run inside a guest, or on the node, with what it needs and nothing else.
 *
 * <ol>
 *   <li>Wait until no other errand runs in this guest: one whose sender was killed may still be at work.
 *   <li>Unpack the files into a fresh directory that only root can read.
 *   <li>Run the script there, with a deadline. Its output does not hang on us: if we die, it finishes all the same.
 *   <li>Remove the directory.
 * </ol>
 *
 * <p>All of it is one command on the node, carried out by {@code errand.sh} inside the guest.
 *
 * @param files by name, the script itself among them; what is not in here the script does not see
 * @param script which of the files is run
 * @param arguments the script's arguments
 * @param environment variables for the script; {@code PHOENIX_DIR} and {@code PHOENIX_CONFIG} are set beside them
 * @param limit how long the script may run
 */
public record Errand(
        SortedMap<String, byte[]> files,
        String script,
        List<String> arguments,
        Map<String, String> environment,
        Duration limit) {
    /** What {@code timeout} answers when it had to end the script. */
    private static final int TIMED_OUT = 124;

    /** What {@code errand.sh} answers when it could not begin the script; a script's own 125 it turns into 1. */
    private static final int NOT_BEGUN = 125;

    private static final int SHOWN_LINES = 20;
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final String DRIVER = ShippedFile.text(Errand.class, "errand.sh");

    public Errand {
        files = new TreeMap<>(files);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (!files.containsKey(script)) {
            throw new IllegalArgumentException("the script " + script + " is not among the files of its errand");
        }
    }

    /**
     * Runs it and returns the script's exit code.
     *
     * @throws StepFailure if it could not be begun, or ran past its limit
     */
    public int run(Programs place, String purpose, StepLog log) {
        List<String> argv = new ArrayList<>(List.of("env"));
        new TreeMap<>(environment).forEach((name, value) -> argv.add(name + "=" + value));
        argv.addAll(List.of("/bin/sh", "-c", DRIVER, "phoenix", Long.toString(limit.toSeconds()), script));
        argv.addAll(arguments);
        Output output = place.run(argv, archive(files), limit.multipliedBy(2).plus(GRACE), log::line);
        if (output.exitCode() == TIMED_OUT) {
            throw new StepFailure(
                    "cannot " + purpose + ": the script was still running after " + seconds(limit) + " and was ended",
                    "see what it was waiting for in " + log.file() + "; allow more with script_timeout_seconds",
                    log.last(SHOWN_LINES));
        }
        if (output.exitCode() == NOT_BEGUN) {
            String why = cause(output.stderr());
            throw new StepFailure(
                    "cannot " + purpose + ": the script could not be begun inside the guest"
                            + (why.isEmpty() ? "" : ": " + why),
                    "see that the guest has room and memory left, and that no other script runs in it; then run the"
                            + " same command again",
                    log.last(SHOWN_LINES));
        }
        return output.exitCode();
    }

    /**
     * Runs it and expects success.
     *
     * @throws StepFailure if the script could not be begun, ended with a code other than 0, or ran past its limit; with its last 20 lines
     */
    public void succeed(Programs place, String purpose, StepLog log) {
        int exitCode = run(place, purpose, log);
        if (exitCode != 0) {
            throw new StepFailure(
                    "cannot " + purpose + ": the script ended with exit code " + exitCode,
                    "its whole output is in " + log.file() + "; mend the script and run the same command again",
                    log.last(SHOWN_LINES));
        }
    }

    /** The last line that tells something: tar ends with one that only points to those before it. */
    private static String cause(String stderr) {
        return stderr.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("tar: Exiting with failure status"))
                .reduce("", (before, last) -> last);
    }

    private static String seconds(Duration limit) {
        return limit.toSeconds() + " s";
    }

    private static byte[] archive(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setMode(file.getKey().endsWith(".json") ? 0600 : 0700);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack files in memory", e);
        }
        return bytes.toByteArray();
    }
}
