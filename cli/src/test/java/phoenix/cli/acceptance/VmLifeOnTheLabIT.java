package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** On a lab with real VMs: a good ten minutes of booting where the machine has no KVM, and so only where it is asked for. */
@EnabledIfSystemProperty(
        named = "phoenix.acceptance.vms",
        matches = "true",
        disabledReason = "takes long; mvn verify -Dphoenix.acceptance.vms=true runs it")
@OnTheRealLab
class VmLifeOnTheLabIT extends VmLife {
    VmLifeOnTheLabIT(Site site, @TempDir Path folder) {
        super(site, folder);
    }
}
