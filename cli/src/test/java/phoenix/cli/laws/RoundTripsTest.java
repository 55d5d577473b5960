package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.VmId;

/** How often the node is asked before a plan stands: as often for a thousand guests as for ten. */
class RoundTripsTest {
    private final Path folder;

    RoundTripsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void a_thousand_unchanged_guests_are_planned_with_as_many_round_trips_as_ten() throws IOException {
        assertThat(callsToPlan(10)).isEqualTo(3);
        assertThat(callsToPlan(1000)).isEqualTo(3);
    }

    /** Two requests and one command of the shell. */
    private int callsToPlan(int guests) throws IOException {
        Fleet one = fleet(1);
        try (SmallNode node =
                new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"))) {
            node.apply(one);
            Fleet all = fleet(guests);
            SettledFleet.fill(
                    node.node(), Objects.requireNonNull(node.configs().get(new VmId(SettledFleet.FIRST))), all);
            int before = node.calls();

            assertThat(SmallNode.steps(node.plan(all))).isEmpty();

            return node.calls() - before;
        }
    }

    private Fleet fleet(int guests) throws IOException {
        Path config = folder.resolve("config-" + guests);
        Files.writeString(Files.createDirectories(config.resolve("scripts")).resolve("serve.sh"), "#!/bin/sh\n");
        Files.writeString(folder.resolve("helper.sh"), "#!/bin/sh\n");
        Files.writeString(config.resolve(ConfigLoader.LXC_FILE), SettledFleet.json(guests));
        Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded.fleet();
    }
}
