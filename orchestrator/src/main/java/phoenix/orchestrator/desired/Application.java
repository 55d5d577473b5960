package phoenix.orchestrator.desired;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An application script and what it needs beside it.
 *
 * @param script on the machine that Phoenix runs on
 * @param files copied beside the script, under the names of their last path parts
 * @param parameters what the configuration hands to this script alone
 * @param digest of the script, the files, the parameters, the guest's inputs, and of the scripts before this one: a guest that
 *     remembers it has run all of them up to this; eight hexadecimal digits
 * @param limit how long it may run
 */
public record Application(Path script, List<Path> files, Inputs parameters, String digest, Duration limit) {
    public Application {
        files = List.copyOf(files);
    }
}
