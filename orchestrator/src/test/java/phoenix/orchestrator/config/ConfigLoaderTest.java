package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.VmId;

class ConfigLoaderTest {
    private static final VmId BASE = new VmId(900);
    private static final VmId WEB = new VmId(953);

    @TempDir
    Path temp;

    @Test
    void what_is_not_written_is_not_managed() {
        Loaded loaded = folder().load();

        DesiredContainer base = container(loaded, BASE);
        assertThat(base.name()).isEqualTo("base");
        assertThat(base.origin()).isEqualTo(new Origin.Template("debian-12-standard"));
        assertThat(base.isTemplate()).isTrue();
        assertThat(base.resources().memoryMiB()).isNull();
        assertThat(base.resources().swapMiB()).isNull();
        assertThat(base.resources().cores()).isNull();
        assertThat(base.proxmoxFeatures()).isNull();
        assertThat(base.boot().atBoot()).isNull();
        assertThat(base.boot().order()).isNull();
        assertThat(base.dns().nameservers()).isNull();
        assertThat(base.applications()).isEmpty();
        assertThat(base.healthChecks()).isEmpty();
        assertThat(base.unprivileged()).isTrue();
        assertThat(base.networks())
                .containsExactly(Map.entry(
                        "net0",
                        new Network(
                                "eth0",
                                "vmbr0",
                                "10.0.0.200/24",
                                "10.0.0.1",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)));
    }

    @Test
    void everything_that_is_written_arrives() {
        ConfigFolder folder = folder().feature("docker")
                .file("web.sh", "true\n")
                .file("page.html", "hello\n")
                .with("953", "memory_mb", "1024")
                .with("953", "swap_mb", "0")
                .with("953", "cores", "2")
                .with("953", "mac_address", "\"bc:24:11:00:00:05\"")
                .with("953", "nameservers", "[\"10.0.0.1\", \"fd00::1\"]")
                .with("953", "pct_options", "[\"nesting=1\", \"keyctl=0\"]")
                .with("953", "start_at_boot", "true")
                .with("953", "boot_order", "1")
                .with("953", "boot_delay", "5")
                .with("953", "features", "[\"docker\"]")
                .with("953", "application_script", "\"web.sh\"")
                .with("953", "application_files", "[\"page.html\"]")
                .with("953", "script_timeout_seconds", "60")
                .with("953", "health_check", "{\"command\": \"test -e /ready\", \"retries\": 0, \"interval\": 1}")
                .like953("954", "db", "10.0.0.154/24")
                .with("954", "mac_address", "null")
                .with("953", "dependencies", "[954]");

        DesiredContainer web = container(folder.load(), WEB);

        assertThat(web.origin()).isEqualTo(new Origin.Clone(BASE, "pre-configured"));
        assertThat(web.resources().memoryMiB()).isEqualTo(1024);
        assertThat(web.resources().swapMiB()).isZero();
        assertThat(web.resources().cores()).isEqualTo(2);
        assertThat(Objects.requireNonNull(web.networks().get("net0")).macAddress())
                .isEqualTo("BC:24:11:00:00:05");
        assertThat(web.dns().nameservers()).containsExactly("10.0.0.1", "fd00::1");
        assertThat(web.proxmoxFeatures()).isEqualTo(Map.of("nesting", "1", "keyctl", "0"));
        assertThat(web.boot().atBoot()).isTrue();
        assertThat(web.boot()).isEqualTo(new Boot(true, 1, 5, null));
        assertThat(web.features())
                .singleElement()
                .satisfies(feature -> assertThat(feature.folder()).isEqualTo(temp.resolve("features/docker")));
        assertThat(web.applications().get(0).script()).isEqualTo(temp.resolve("web.sh"));
        assertThat(web.applications().get(0).files()).containsExactly(temp.resolve("page.html"));
        assertThat(web.applications().get(0).limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(web.healthChecks().get(0).probe()).isEqualTo(new Probe.CommandLine("test -e /ready"));
        assertThat(web.healthChecks().get(0).retries()).isZero();
        assertThat(web.healthChecks().get(0).interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(web.dependencies()).isEqualTo(new TreeSet<>(List.of(new VmId(954))));
        assertThat(web.place().line()).isEqualTo(11);
    }

    @Test
    void the_defaults_of_scripts_and_checks_are_those_of_the_documentation() {
        ConfigFolder folder = folder().file("scripts/web.sh", "true\n")
                .with("953", "application_script", "\"web.sh\"")
                .with("953", "health_check", "{\"url\": \"http://10.0.0.153/\"}");

        DesiredContainer web = container(folder.load(), WEB);

        assertThat(web.applications().get(0).limit()).isEqualTo(Duration.ofMinutes(30));
        assertThat(web.applications().get(0).script()).isEqualTo(temp.resolve("scripts/web.sh"));
        assertThat(web.healthChecks().get(0).retries()).isEqualTo(3);
        assertThat(web.healthChecks().get(0).interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_clone_is_privileged_if_its_source_is() {
        Loaded loaded = folder().with("900", "unprivileged", "false").load();

        assertThat(container(loaded, WEB).unprivileged()).isFalse();
    }

    @Test
    void an_empty_list_of_proxmox_features_means_none_of_them() {
        Loaded loaded = folder().with("953", "pct_options", "[]").load();

        assertThat(container(loaded, WEB).proxmoxFeatures()).isEmpty();
    }

    @Test
    void scripts_see_the_container_s_own_keys_and_not_what_proxmox_and_phoenix_themselves_need() {
        Loaded loaded = folder().with("953", "// why", "\"a comment\"")
                .with("953", "swap_mb", "null")
                .with("953", "memory_mb", "512")
                .with("953", "pct_options", "[\"nesting=1\"]")
                .with("953", "ports", "[\"80:80\"]")
                .with("953", "parameters", "{\"zone\": {\"b\": 1, \"a\": []}, \"// why\": \"x\"}")
                .load();

        assertThat(container(loaded, WEB).inputs().json()).isEqualTo("""
                        {
                          "id": 953,
                          "name": "web",
                          "network_config": {
                            "bridge": "vmbr0",
                            "gw": "10.0.0.1",
                            "ip": "10.0.0.153/24",
                            "name": "eth0"
                          },
                          "parameters": {
                            "zone": {
                              "a": [],
                              "b": 1
                            }
                          },
                          "ports": [
                            "80:80"
                          ]
                        }
                        """);
    }

    @Test
    void with_an_error_nothing_can_be_used() {
        Loaded loaded = folder().with("953", "cores", "0").load();

        assertThat(loaded.isUsable()).isFalse();
        assertThat(loaded.fleet().containers()).isEmpty();
    }

    @Test
    void with_a_warning_the_fleet_can_be_used() {
        Loaded loaded = folder().with("900", "start_at_boot", "true").load();

        assertThat(loaded.isUsable()).isTrue();
        assertThat(loaded.problems()).hasSize(1);
        assertThat(loaded.fleet().containers()).containsOnlyKeys(BASE, WEB);
    }

    @Test
    void a_folder_that_is_not_there_is_a_problem() {
        ConfigFolder folder = new ConfigFolder(temp.resolve("nowhere"));

        assertThat(folder.shown(folder.loadAsItIs())).isEqualTo("""
                        ERROR: the configuration folder does not exist
                          conf
                          Try: name the folder that holds phoenix_lxc_configs.json with --config
                        """);
    }

    @Test
    void a_folder_without_the_container_file_is_a_problem() {
        ConfigFolder folder = folder();

        assertThat(folder.shown(folder.loadAsItIs())).isEqualTo("""
                        ERROR: the file of the containers does not exist
                          conf/phoenix_lxc_configs.json
                          Try: write it, or name another folder with --config; the smallest is {"lxc_configs": {}}
                        """);
    }

    @Test
    void problems_come_by_file_and_line_whatever_found_them_first() {
        Loaded loaded = folder().file(ConfigLoader.VM_FILE, "{\"vms\": [{}]}")
                .file(ConfigLoader.HYPERVISOR_FILE, "{\"version\": 1}")
                .with("900", "dependencies", "[\"953\", \"800\"]")
                .with("953", "nme", "1")
                .with("953", "cores", "0")
                .load();

        assertThat(loaded.problems().stream().map(problem -> problem.place().pointer()))
                .containsExactly(
                        "/version",
                        "/lxc_configs/900/dependencies/0",
                        "/lxc_configs/900/dependencies/1",
                        "/lxc_configs/953/nme",
                        "/lxc_configs/953/cores",
                        "/vms/0");
    }

    @Test
    void a_byte_order_mark_is_no_problem() {
        ConfigFolder folder = folder().file(ConfigLoader.LXC_FILE, "\uFEFF{\"lxc_configs\": {}}");

        assertThat(folder.loadAsItIs().problems()).isEmpty();
    }

    private ConfigFolder folder() {
        return new ConfigFolder(temp);
    }

    private static DesiredContainer container(Loaded loaded, VmId id) {
        assertThat(loaded.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR))
                .isEmpty();
        return Objects.requireNonNull(loaded.fleet().containers().get(id));
    }
}
