package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On a lab whose containers are simulated. */
@OnTheSimulatedLab
class EveryOptionSimulatedIT extends EveryOption {
    EveryOptionSimulatedIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
