package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What commands inside a guest of the simulated lab answer, written down beforehand. */
final class GuestAnswers {
    private GuestAnswers() {}

    /** Writes outcomes for commands that hold a text: {@code <exit code>|hang <text> => <output>}. */
    static void write(Site site, int guest, String... rules) {
        try {
            Files.createDirectories(file(site, guest).getParent());
            Files.write(file(site, guest), List.of(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forget(Site site, int guest) {
        try {
            Files.deleteIfExists(file(site, guest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Site site, int guest) {
        return node(site).resolve("commands/" + guest);
    }

    /** The folder of the simulated node. */
    static Path node(Site site) {
        String state = site.commandEnvironment().getOrDefault("XDG_STATE_HOME", "");
        return Path.of(state, "phoenix/simulated/lab/node");
    }
}
