package phoenix.orchestrator.desired;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature: a folder with a script that has the verbs {@code check} and {@code apply}.
 *
 * @param folder on the machine that Phoenix runs on
 * @param files the files that go to the guest, by their paths in the folder, the script among them; null for all
 * @param parameters what this guest asks of it
 * @param digest of every file that goes to the guest and of the parameters; eight hexadecimal digits
 */
public record Feature(String name, Path folder, @Nullable List<String> files, Inputs parameters, String digest) {
    public Feature {
        files = files == null ? null : List.copyOf(files);
    }

    /** A feature all of whose files go to the guest. */
    public Feature(String name, Path folder, Inputs parameters, String digest) {
        this(name, folder, null, parameters, digest);
    }
}
