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
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.LxcApi;

/** New values that wait for a restart of a container, and what a run does that meets them. */
class WaitingValuesTest {
    private static final VmId WEB = new VmId(200);
    private static final String VOLUME =
            "\"volumes\": [{\"name\": \"data\", \"pool\": \"local-zfs\", \"size_gb\": 1, \"mount_point\": \"/data\"}]";

    private final Path folder;

    WaitingValuesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void what_the_file_drops_does_not_come_back_with_the_restart_that_a_newer_value_of_it_waited_for()
            throws IOException {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet("\"timezone\": \"host\", " + VOLUME)));
            set(node, Map.of("timezone", "Europe/Vienna", "mp0", current(node, "mp0") + ",ro=1"));

            Fleet bare = fleet("\"volumes\": []");
            Laws.expectDone(node.apply(bare));

            assertThat(config(node).current().options()).doesNotContainKeys("timezone", "mp0");
            assertThat(SmallNode.leftToDo(node.plan(bare))).isEmpty();
            restart(node);
            assertThat(config(node).current().options()).doesNotContainKeys("timezone", "mp0");
        }
    }

    @Test
    void what_somebody_deletes_while_a_newer_value_waits_is_known_to_come_back() throws IOException {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet("\"timezone\": \"host\"")));
            set(node, Map.of("timezone", "Europe/Vienna"));
            node.client().send(LxcApi.setConfig("pve", WEB, Map.of(), List.of("timezone"), "web"));

            Fleet other = fleet("\"tags\": []");
            Laws.expectDone(node.apply(other));

            restart(node);
            assertThat(config(node).current().options()).doesNotContainKey("timezone");
        }
    }

    @Test
    void a_volume_is_changed_and_grown_in_one_run() throws IOException {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet(VOLUME)));

            Fleet larger = fleet(VOLUME.replace("\"size_gb\": 1", "\"size_gb\": 3, \"read_only\": true"));
            Laws.expectDone(node.apply(larger));

            assertThat(current(node, "mp0")).contains("ro=1").contains("size=3G");
            assertThat(SmallNode.leftToDo(node.plan(larger))).isEmpty();
        }
    }

    @Test
    void the_size_of_a_volume_is_the_one_in_force_while_a_change_of_it_waits() throws IOException {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet(VOLUME)));
            set(node, Map.of("mp0", current(node, "mp0") + ",acl=1"));

            Fleet larger = fleet(VOLUME.replace("\"size_gb\": 1", "\"size_gb\": 3"));
            Laws.expectDone(node.apply(larger));

            assertThat(SmallNode.leftToDo(node.plan(larger))).isEmpty();
            assertThat(current(node, "mp0")).contains("acl=1").contains("size=3G");
        }
    }

    private static void set(SmallNode node, Map<String, String> options) {
        node.client().send(LxcApi.setConfig("pve", WEB, options, List.of(), "web"));
        assertThat(config(node).pending().options())
                .as("they wait")
                .containsKeys(options.keySet().toArray(String[]::new));
    }

    private static void restart(SmallNode node) {
        GuestPath web = new GuestPath(GuestKind.CONTAINER, "pve", WEB, "web");
        node.client().sendTask(GuestApi.reboot(web, Duration.ofSeconds(30)), Duration.ofSeconds(60), line -> {});
    }

    private static GuestConfig config(SmallNode node) {
        return Objects.requireNonNull(node.configs().get(WEB));
    }

    private static String current(SmallNode node, String option) {
        return config(node).current().get(option).orElse("");
    }

    /** One container with these keys beside those that it needs. */
    private Fleet fleet(String keys) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("helper.sh"), "");
        Files.writeString(config.resolve(ConfigLoader.LXC_FILE), """
                {"lxc_configs": {"200": {
                  "name": "web", "template": "debian-12-standard", "storage_pool": "local-zfs", "storage_size_gb": 2,
                  "memory_mb": 256, "unprivileged": true, %s,
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "10.186.0.20/24", "gw": "10.186.0.1"}
                }}}
                """.formatted(keys));
        Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded.fleet();
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"));
    }
}
