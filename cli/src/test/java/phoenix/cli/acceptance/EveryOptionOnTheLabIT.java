package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On a lab with real containers. */
@OnTheRealLab
class EveryOptionOnTheLabIT extends EveryOption {
    EveryOptionOnTheLabIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
