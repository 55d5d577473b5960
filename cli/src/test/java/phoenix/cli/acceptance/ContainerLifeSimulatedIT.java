package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On a lab whose containers are simulated. */
@OnTheSimulatedLab
class ContainerLifeSimulatedIT extends ContainerLife {
    ContainerLifeSimulatedIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
