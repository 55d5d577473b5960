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
import phoenix.lab.simulated.SimulatedNode;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.report.Export;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** Containers that somebody else made: written down, then taken over, without a change to any of them. */
class AdoptionTest {
    private static final VmId WEB = new VmId(200);

    private final Path folder;

    AdoptionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void what_was_exported_is_refused_until_it_is_adopted_and_then_is_as_wanted() throws IOException {
        try (SmallNode node = node()) {
            add(node, WEB);
            Fleet fleet = exported(node, WEB);

            assertThat(node.plan(fleet).refused()).hasSize(1);
            assertThat(node.plan(fleet).refused().get(0).refusal().orElseThrow().hint())
                    .contains("phoenix 200 --adopt");

            GuestConfig before = config(node);
            node.adopt(fleet, WEB);

            assertThat(SmallNode.steps(node.plan(fleet))).isEmpty();
            assertThat(node.plan(fleet).refused()).isEmpty();
            assertThat(withoutTags(config(node))).isEqualTo(withoutTags(before));
        }
    }

    @Test
    void adoption_is_one_step_that_writes_the_note_and_nothing_else() throws IOException {
        try (SmallNode node = node()) {
            add(node, WEB);

            assertThat(SmallNode.steps(node.planToAdopt(exported(node, WEB), WEB)))
                    .containsExactly("200/configure");
        }
    }

    @Test
    void what_differs_from_the_file_is_a_change_of_the_same_run() throws IOException {
        try (SmallNode node = node()) {
            add(node, WEB);
            Fleet fleet =
                    load(Export.print(List.of(node.look(Fleet.EMPTY).guest(WEB).orElseThrow()))
                            .replace("\"memory_mb\": 512", "\"memory_mb\": 1024"));

            node.adopt(fleet, WEB);

            assertThat(config(node).current().get("memory")).contains("1024");
            assertThat(SmallNode.steps(node.plan(fleet))).isEmpty();
        }
    }

    private static GuestConfig config(SmallNode node) {
        return Objects.requireNonNull(node.configs().get(WEB));
    }

    private static Map<String, String> withoutTags(GuestConfig config) {
        return config.current().without("tags").options();
    }

    private static void add(SmallNode node, VmId id) {
        GuestConfig.Section plain = SimulatedNode.plain(id, "web");
        node.node().add(id, new GuestConfig(plain, GuestConfig.Section.EMPTY, Map.of()), true);
    }

    private Fleet exported(SmallNode node, VmId id) throws IOException {
        return load(Export.print(List.of(node.look(Fleet.EMPTY).guest(id).orElseThrow())));
    }

    private Fleet load(String json) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve(ConfigLoader.LXC_FILE), json);
        Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded.fleet();
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"));
    }
}
