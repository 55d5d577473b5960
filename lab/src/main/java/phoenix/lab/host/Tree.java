package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import phoenix.lab.node.NodeException;

/** Whole folders of the machine. */
final class Tree {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Tree() {}

    /**
     * Removes a folder with all that is in it, and never what is mounted there.
     *
     * @throws NodeException if something is mounted in it, or rm fails
     */
    static void remove(Path folder) {
        if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var mounted = Mounts.below(folder);
        if (!mounted.isEmpty()) {
            throw new NodeException(
                    "cannot remove " + folder + ": " + mounted.get(0).at() + " is still mounted; unmount it first");
        }
        Program.of("rm", "-rf", "--one-file-system", "--", folder.toString())
                .within(LIMIT)
                .run();
    }
}
