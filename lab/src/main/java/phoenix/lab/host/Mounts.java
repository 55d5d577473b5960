package phoenix.lab.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The machine's mounts, as the kernel tells them. */
final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private Mounts() {}

    /** One mount. */
    record Mount(Path at, String type, String source) {}

    /** What is mounted at or below a folder, in the order in which it can be unmounted. */
    static List<Mount> below(Path folder) {
        List<Mount> found = new ArrayList<>();
        for (String line : PlainFile.read(TABLE).lines().toList()) {
            // "36 35 98:0 /root /at options [optional fields] - type source options"
            String[] halves = line.split(" - ", 2);
            String[] behind = halves[1].split(" ");
            Path at = Path.of(plain(halves[0].split(" ")[4]));
            if (at.startsWith(folder)) {
                found.add(new Mount(at, behind[0], plain(behind[1])));
            }
        }
        Collections.reverse(found);
        return found;
    }

    static boolean isMounted(Path folder) {
        return below(folder).stream().anyMatch(mount -> mount.at().equals(folder));
    }

    /** The kernel writes blanks and the like as octal numbers. */
    private static String plain(String text) {
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
}
