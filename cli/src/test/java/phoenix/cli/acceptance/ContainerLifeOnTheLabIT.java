package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On a lab with real containers. */
@OnTheRealLab
class ContainerLifeOnTheLabIT extends ContainerLife {
    ContainerLifeOnTheLabIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
