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
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/**
 * Two containers with an AppArmor profile each, on a simulated node whose kernel and {@code apparmor_parser} are stand-ins: files of the
 * node's tree, and a script that notes how it was called and what it loaded.
 */
class AppArmorTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final VmId WEB = new VmId(953);
    private static final VmId DATABASE = new VmId(954);

    private static final String PARSER = """
            #!/bin/sh
            for file; do :; done
            echo "$*" >>"%1$s/calls"
            [ "$1" != --replace ] || sed -n 's/^profile \\([^ ]*\\) .*/\\1 (enforce)/p' "$file" >>"%1$s/sys/kernel/security/apparmor/profiles"
            """;

    private final Path config;
    private final Path work;

    AppArmorTest(@TempDir Path folder) throws IOException {
        this.config = Files.createDirectories(folder.resolve("config"));
        this.work = folder;
        Files.createDirectory(config.resolve("apparmor"));
        profile("web.profile", "profile guest-web flags=(attach_disconnected) {\n}\n");
        profile("db.profile", "profile guest-db flags=(attach_disconnected) {\n}\n");
        Files.writeString(config.resolve("phoenix_lxc_configs.json"), """
                {
                  "defaults": {
                    "template": "debian-12-standard", "storage_pool": "local-zfs", "storage_size_gb": 1, "unprivileged": true
                  },
                  "lxc_configs": {
                    "953": {
                      "name": "web", "apparmor_profile": "web.profile",
                      "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "dhcp"}
                    },
                    "954": {
                      "name": "db", "apparmor_profile": "db.profile",
                      "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "dhcp"}
                    }
                  }
                }
                """);
    }

    @Test
    void a_profile_is_checked_loaded_bound_loaded_anew_when_it_changed_and_taken_away() throws IOException {
        try (SmallNode node =
                new SmallNode(work.resolve("node"), work.resolve("api"), PROJECT.resolve("features/phoenix.sh"))) {
            Path root = furnish(node);

            Laws.expectDone(node.apply(fleet()));

            assertThat(root.resolve("etc/apparmor.d/phoenix-web.profile"))
                    .content()
                    .startsWith("profile guest-web ");
            assertThat(calls(root))
                    .containsExactlyInAnyOrder(
                            "--skip-kernel-load --skip-cache phoenix-web.profile.new",
                            "--replace phoenix-web.profile",
                            "--skip-kernel-load --skip-cache phoenix-db.profile.new",
                            "--replace phoenix-db.profile");
            assertThat(boundTo(node, WEB)).containsExactly("lxc.apparmor.profile: guest-web");
            assertThat(boundTo(node, DATABASE)).containsExactly("lxc.apparmor.profile: guest-db");
            assertThat(SmallNode.leftToDo(node.plan(fleet()))).isEmpty();

            profile("web.profile", "profile guest-web flags=(attach_disconnected) {\n  /srv/** r,\n}\n");
            Plan changed = node.plan(fleet());

            assertThat(changed.subjects())
                    .filteredOn(subject -> subject.action() != Subject.Action.NONE)
                    .singleElement()
                    .satisfies(subject -> {
                        assertThat(subject.id()).isEqualTo(WEB.toString());
                        assertThat(subject.changes().toString())
                                .contains("AppArmor profile guest-web", "its file changed");
                    });
            Files.delete(root.resolve("calls"));
            Laws.expectDone(node.carryOut(changed));
            assertThat(calls(root))
                    .containsExactly(
                            "--skip-kernel-load --skip-cache phoenix-web.profile.new", "--replace phoenix-web.profile");
            assertThat(SmallNode.leftToDo(node.plan(fleet()))).isEmpty();

            Laws.expectDone(node.carryOut(Planner.delete(fleet(), node.look(fleet()), List.of(WEB))));
            assertThat(root.resolve("etc/apparmor.d/phoenix-web.profile")).doesNotExist();
            assertThat(root.resolve("etc/apparmor.d/phoenix-db.profile")).exists();
        }
    }

    @Test
    void a_profile_that_the_parser_does_not_take_is_bound_to_nobody() throws IOException {
        try (SmallNode node =
                new SmallNode(work.resolve("node"), work.resolve("api"), PROJECT.resolve("features/phoenix.sh"))) {
            Path root = furnish(node);
            node.addProgram("apparmor_parser", "#!/bin/sh\necho 'AppArmor parser error at line 1' >&2\nexit 1\n");

            assertThat(node.apply(fleet()).succeeded()).isFalse();

            assertThat(root.resolve("etc/apparmor.d/phoenix-web.profile")).doesNotExist();
            assertThat(node.configs()).doesNotContainKey(WEB);
        }
    }

    /** A kernel with AppArmor, and the program that loads profiles. */
    private static Path furnish(SmallNode node) throws IOException {
        Path root = node.node().root();
        Path kernel = Files.createDirectories(root.resolve("sys/kernel/security/apparmor"));
        Files.createFile(kernel.resolve("profiles"));
        Files.createDirectories(root.resolve("etc/apparmor.d"));
        Files.writeString(
                Files.createDirectories(root.resolve("sys/module/apparmor/parameters"))
                        .resolve("enabled"),
                "Y\n");
        node.addProgram("apparmor_parser", PARSER.formatted(root));
        return root;
    }

    /** How the parser was called, with names of files for their paths. */
    private static List<String> calls(Path root) throws IOException {
        return Files.readAllLines(root.resolve("calls")).stream()
                .map(line -> line.replaceAll("/[^ ]*/", ""))
                .toList();
    }

    private static List<String> boundTo(SmallNode node, VmId id) {
        return Objects.requireNonNull(node.configs().get(id)).current().raw().stream()
                .map(line -> line.key() + ": " + line.value())
                .toList();
    }

    private void profile(String name, String text) throws IOException {
        Files.writeString(config.resolve("apparmor").resolve(name), text);
    }

    private Fleet fleet() {
        Loaded loaded = ConfigLoader.load(config, FeatureFolders.of(config, PROJECT), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded.fleet();
    }
}
