package phoenix.cli.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On the Proxmox node that the environment names: {@code ./verify --node}. */
@OnTheNode
class ContainerLifeOnANodeIT extends ContainerLife {
    ContainerLifeOnANodeIT(@TempDir Path folder) {
        super(Site.node(), folder);
    }
}
