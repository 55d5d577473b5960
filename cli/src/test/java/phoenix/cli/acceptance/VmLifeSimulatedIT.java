package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a lab whose VMs are simulated. */
@ExtendWith(TestLab.Simulated.class)
class VmLifeSimulatedIT extends VmLife {
    VmLifeSimulatedIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
