package phoenix.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder of the files, for commands beside runs: {@code --config} may stand before the command or behind it. */
final class ConfigFolder {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "the folder of the three configuration files (default: /etc/phoenix)")
    private @Nullable Path folder;

    Path orElse(Path before) {
        return folder == null ? before : folder;
    }
}
