package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;

/** A container that was grown and then rolled back: its volumes are large, and its configuration says that they are small. */
class GrownBeforeRollbackTest {
    private static final VmId WEB = new VmId(200);

    private final Path folder;

    GrownBeforeRollbackTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void its_sizes_are_noted_again_as_proxmox_grows_nothing_to_what_it_is() throws IOException {
        try (SmallNode node =
                new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"))) {
            // What Proxmox's own command does to the sizes of this container.
            node.addProgram("pct", """
                    #!/bin/sh
                    test "$*" = "rescan --vmid 200" || exit 2
                    sed -i '/^\\[/q; s/size=2G/size=4G/; s/size=1G/size=3G/' "%s"
                    """.formatted(node.node().root().resolve("etc/pve/nodes/pve/lxc/200.conf")));
            Laws.expectDone(node.apply(fleet(2, 1)));
            GuestPath web = new GuestPath(GuestKind.CONTAINER, "pve", WEB, "web");
            Duration limit = Duration.ofMinutes(1);
            node.client().sendTask(GuestApi.takeSnapshot(web, "small", "", false), limit, line -> {});
            Fleet large = fleet(4, 3);
            Laws.expectDone(node.apply(large));
            node.client().sendTask(GuestApi.rollback(web, "small", false), limit, line -> {});
            assertThat(sizes(node)).contains("size=2G", "size=1G");

            Laws.expectDone(node.apply(large));

            assertThat(sizes(node)).contains("size=4G", "size=3G");
            assertThat(SmallNode.leftToDo(node.plan(large))).isEmpty();
        }
    }

    private static String sizes(SmallNode node) {
        return Objects.requireNonNull(node.configs().get(WEB))
                .current()
                .options()
                .toString();
    }

    private Fleet fleet(int root, int data) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("helper.sh"), "");
        Files.writeString(config.resolve(ConfigLoader.LXC_FILE), """
                {"lxc_configs": {"200": {
                  "name": "web", "template": "debian-12-standard", "storage_pool": "local-zfs", "storage_size_gb": %d,
                  "memory_mb": 256, "unprivileged": true,
                  "volumes": [{"name": "data", "pool": "local-zfs", "size_gb": %d, "mount_point": "/data"}],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "10.186.0.20/24", "gw": "10.186.0.1"}
                }}}
                """.formatted(root, data));
        Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded.fleet();
    }
}
