package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.VmId;

/** A container with an application, and a VM: as little as has everything that can be interrupted. */
final class TwoGuests {
    static final VmId WEB = new VmId(200);
    static final VmId DATABASE = new VmId(300);

    private TwoGuests() {}

    /** @param folder where its files are written */
    static Fleet declaredIn(Path folder) {
        try {
            Path config = Files.createDirectories(folder.resolve("config"));
            Files.createDirectories(config.resolve("scripts"));
            Files.writeString(config.resolve("scripts/web.sh"), "#!/bin/sh\nexit 0\n");
            Files.writeString(config.resolve(ConfigLoader.LXC_FILE), """
                    {"lxc_configs": {"200": {
                      "name": "web", "template": "debian-12-standard", "storage_pool": "local-zfs", "storage_size_gb": 2,
                      "memory_mb": 256, "swap_mb": 0, "cores": 1, "unprivileged": true, "application_script": "web.sh",
                      "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "10.186.0.20/24", "gw": "10.186.0.1"}
                    }}}
                    """);
            Files.writeString(config.resolve("phoenix_vm_configs.json"), """
                    {"vms": [{
                      "vmid": 300, "name": "database", "template_image": "debian-12", "storage_pool": "local-zfs",
                      "network_bridge": "vmbr0", "cores": 1, "memory_mb": 512, "template_snapshot_name": "settled",
                      "network_config": {"ip": "10.186.0.30/24", "gw": "10.186.0.1"},
                      "user_config": {"username": "admin"}
                    }]}
                    """);
            Files.writeString(folder.resolve("helper.sh"), "");
            Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
            assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
            return loaded.fleet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
