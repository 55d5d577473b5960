package phoenix.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * Where this installation of Phoenix keeps its things.
 *
 * @param home the folder that holds {@code features/}; the launcher names it by the system property {@code phoenix.home}
 * @param logs the folder that gets a folder for each run
 */
record Installation(Path home, Path logs) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    static Installation ofProcess(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("phoenix.home", "."));
        String named = environment.getOrDefault("PHOENIX_LOG_DIR", "");
        if (!named.isEmpty()) {
            return new Installation(home, Path.of(named));
        }
        Path system = Path.of("/var/log");
        if (Files.isWritable(system)) {
            return new Installation(home, system.resolve("phoenix"));
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", System.getProperty("user.home") + "/.local/state");
        return new Installation(home, Path.of(state).resolve("phoenix/log"));
    }

    /** The shipped features. */
    Path features() {
        return home.resolve("features");
    }

    /** The helper that is copied beside every script. */
    Path helper() {
        return features().resolve("phoenix.sh");
    }

    /** Why the logs of a run cannot be written; empty if they can. Makes the folder of all runs. */
    Optional<String> whyNoLogs() {
        try {
            Files.createDirectories(logs);
            return Files.isWritable(logs) ? Optional.empty() : Optional.of(logs + ": permission denied");
        } catch (IOException e) {
            return Optional.of("cannot make " + logs + ": " + FileTrouble.reason(e));
        }
    }

    /** A folder of its own for a run that begins now; made when something is written to it. The oldest runs' folders go. */
    Path newRun(Clock clock) {
        OldRuns.prune(logs);
        return logs.resolve(STAMP.format(clock.instant()));
    }
}
