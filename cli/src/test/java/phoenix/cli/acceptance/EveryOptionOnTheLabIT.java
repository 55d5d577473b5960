package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a lab with real containers. */
@ExtendWith(TestLab.Real.class)
class EveryOptionOnTheLabIT extends EveryOption {
    EveryOptionOnTheLabIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
