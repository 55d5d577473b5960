package phoenix.lab.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a program in a session of its own. A terminal sends Ctrl-C to everything that shares its session's foreground: without this the
 * programs of the running step would die of it, while this process has only been asked to begin nothing new.
 */
final class OwnSession {
    /** It becomes the program itself, since a child of Java leads no group: same process, same exit code. */
    private static final String SETSID = "setsid";

    private OwnSession() {}

    /** The argument vector that does so; the same one where {@code setsid} or the program itself is not there. */
    static List<String> of(List<String> argv) {
        if (!isThere(SETSID) || !isThere(argv.get(0))) {
            return argv;
        }
        List<String> all = new ArrayList<>(List.of(SETSID, "--wait"));
        all.addAll(argv);
        return all;
    }

    private static boolean isThere(String program) {
        if (program.contains("/")) {
            return Files.isExecutable(Path.of(program));
        }
        String folders = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
