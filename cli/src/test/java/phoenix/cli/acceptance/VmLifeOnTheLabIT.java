package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a lab with real VMs, under software emulation where the machine has no KVM. */
@ExtendWith(TestLab.Real.class)
class VmLifeOnTheLabIT extends VmLife {
    VmLifeOnTheLabIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
