package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On a lab whose VMs are simulated. */
@OnTheSimulatedLab
class VmLifeSimulatedIT extends VmLife {
    VmLifeSimulatedIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
