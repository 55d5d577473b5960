package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On a lab with real VMs: some ten minutes of booting where the machine has no KVM. */
@OnTheRealLab
class VmLifeOnTheLabIT extends VmLife {
    VmLifeOnTheLabIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
