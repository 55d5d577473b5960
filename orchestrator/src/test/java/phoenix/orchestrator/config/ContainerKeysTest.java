package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.RawOption;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.pve.VmId;

/** Every spelling of every key arrives as what it means. */
class ContainerKeysTest {
    @TempDir
    Path temp;

    @Test
    void several_networks_are_net0_and_net1_in_their_order() {
        DesiredContainer web =
                web(folder().with("953", "mac_address", "\"bc:24:11:00:00:01\"").with("953", "network_config", """
                [
                  {"name": "eth0", "bridge": "vmbr0", "ip": "10.0.0.153/24", "gw": "10.0.0.1", "ip6": "fd00::5/64",
                   "gw6": "fe80::1", "vlan": 20, "mtu": 9000, "firewall": true, "rate_mbps": 12.50},
                  {"name": "eth1", "bridge": "vmbr1", "ip6": "auto", "mac_address": "BC:24:11:00:00:02"}
                ]
                """));

        assertThat(web.networks().keySet()).containsExactly("net0", "net1");
        assertThat(web.networkList())
                .containsExactly(
                        new Network(
                                "eth0",
                                "vmbr0",
                                "10.0.0.153/24",
                                "10.0.0.1",
                                "fd00::5/64",
                                "fe80::1",
                                "BC:24:11:00:00:01",
                                20,
                                9000,
                                true,
                                "12.5"),
                        new Network(
                                "eth1",
                                "vmbr1",
                                null,
                                null,
                                "auto",
                                null,
                                "BC:24:11:00:00:02",
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void limits_labels_and_the_rest() {
        DesiredContainer web = web(folder().with("953", "cpulimit", "1.50")
                .with("953", "cpuunits", "200")
                .with("953", "searchdomain", "\"example.org\"")
                .with("953", "tags", "[\"Web\", \"a\"]")
                .with("953", "description", "\"\"")
                .with("953", "protection", "true")
                .with("953", "pool", "\"production\"")
                .with("953", "node", "\"pve1\"")
                .with("953", "timezone", "\"host\"")
                .with("953", "boot_stop_seconds", "60"));

        assertThat(web.resources()).isEqualTo(new Resources(null, null, null, "1.5", 200));
        assertThat(web.dns().searchDomain()).isEqualTo("example.org");
        assertThat(web.labels())
                .isEqualTo(new Labels(new TreeSet<>(List.of("a", "web")), "", true, "production", "pve1"));
        assertThat(web.timezone()).isEqualTo("host");
        assertThat(web.boot().stopSeconds()).isEqualTo(60);
    }

    @Test
    void snapshots_by_stage_and_a_checksum() {
        DesiredContainer web = web(folder().with("900", "template_checksum", "\"sha256:" + "aB".repeat(32) + "\"")
                .with("953", "snapshots", "[{\"name\": \"served\", \"after\": \"application\"}]"));

        assertThat(web.snapshots()).containsExactly(new StageSnapshot("served", StageSnapshot.APPLICATION, false));
    }

    @Test
    void a_whole_number_may_be_written_with_a_point_or_an_exponent() {
        DesiredContainer web = web(folder().with("953", "storage_size_gb", "8.0")
                .with("953", "memory_mb", "1e3")
                .with("953", "clone_from_ctid", "900.0"));

        assertThat(web.rootfsGiB()).isEqualTo(8);
        assertThat(web.resources().memoryMiB()).isEqualTo(1000);
        assertThat(web.cloneSource()).contains(new VmId(900));
    }

    @Test
    void mounts_of_all_kinds() {
        DesiredContainer web = web(folder().file(ConfigLoader.HYPERVISOR_FILE, """
                        {"shared_volumes": {"certs": {"host_path": "/certs", "mounts": {"953": "/ssl"}, "read_only": true, "owner": "0:0"}}}
                        """)
                .with(
                        "953",
                        "mount_points",
                        "[{\"host_path\": \"/a\", \"container_path\": \"/b\", \"read_only\": true, \"owner\": \"1000:1001\"},"
                                + " {\"host_path\": \"/c\", \"container_path\": \"/d\", \"owner\": {\"uid\": 1, \"gid\": 2}}]")
                .with(
                        "953",
                        "volumes",
                        "[{\"name\": \"data\", \"pool\": \"local-zfs\", \"size_gb\": 5, \"mount_point\": \"/data\","
                                + " \"backup\": false}]")
                .with(
                        "953",
                        "zfs_volumes",
                        "[{\"name\": \"old\", \"pool\": \"local-zfs\", \"size_gb\": 6, \"mount_point\": \"/old\","
                                + " \"read_only\": true}]"));

        assertThat(web.mounts())
                .containsExactly(
                        new Mount.Bind("/a", "/b", true, new Mount.Owner(1000, 1001)),
                        new Mount.Bind("/c", "/d", false, new Mount.Owner(1, 2)),
                        new Mount.Volume("data", "local-zfs", 5, "/data", false, false),
                        new Mount.Volume("old", "local-zfs", 6, "/old", true, null),
                        new Mount.Bind("/certs", "/ssl", true, new Mount.Owner(0, 0)));
    }

    @Test
    void an_empty_list_means_none_and_no_list_not_managed() {
        DesiredContainer none = web(folder().with("953", "mount_points", "[]")
                .with("953", "devices", "[]")
                .with("953", "lxc_options", "[]")
                .with("953", "tags", "[]")
                .with("953", "gpu_assignment", "[]")
                .with("953", "firewall", "{\"enabled\": false, \"rules\": []}"));
        DesiredContainer unmanaged = web(folder());

        assertThat(none.mounts()).isEmpty();
        assertThat(none.devices()).isEmpty();
        assertThat(none.rawOptions()).isEmpty();
        assertThat(none.labels().tags()).isEmpty();
        assertThat(none.gpus()).isEmpty();
        assertThat(none.firewall()).isEqualTo(new Firewall(false, null, null, List.of()));
        assertThat(unmanaged.mounts()).isNull();
        assertThat(unmanaged.devices()).isNull();
        assertThat(unmanaged.rawOptions()).isNull();
        assertThat(unmanaged.labels().tags()).isNull();
        assertThat(unmanaged.gpus()).isNull();
        assertThat(unmanaged.firewall()).isNull();
        assertThat(unmanaged.appArmor()).isNull();
    }

    @Test
    void devices_are_paths_or_objects() {
        DesiredContainer web = web(folder().with(
                        "953",
                        "devices",
                        "[\"/dev/fuse\", {\"path\": \"/dev/ttyUSB0\", \"mode\": \"0660\", \"uid\": 1, \"gid\": 20,"
                                + " \"deny_write\": true}]"));

        assertThat(web.devices())
                .containsExactly(
                        new Device("/dev/fuse", null, null, null, false),
                        new Device("/dev/ttyUSB0", "0660", 1, 20, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"none\" | []",
                "\"0\" | [0]",
                "\"0, 1\" | [0, 1]",
                "\"1,0\" | [0, 1]",
                "0 | [0]",
                "[1, 0] | [0, 1]",
                "[] | []"
            })
    void gpus_in_every_spelling(String json, String indexes) {
        assertThat(web(folder().with("953", "gpu_assignment", json)).gpus()).hasToString(indexes);
    }

    @Test
    void raw_options_are_parted_at_the_first_sign_and_keep_their_blanks() {
        DesiredContainer web = web(folder().with(
                        "953",
                        "lxc_options",
                        "[\"lxc.mount.entry=/dev/fuse dev/fuse none bind,create=file\", \"lxc.mount.auto: proc:rw sys:rw\","
                                + " \"lxc.cgroup2.devices.allow = c 195:* rwm\"]"));

        assertThat(web.rawOptions())
                .containsExactly(
                        new RawOption("lxc.mount.entry", "/dev/fuse dev/fuse none bind,create=file"),
                        new RawOption("lxc.mount.auto", "proc:rw sys:rw"),
                        new RawOption("lxc.cgroup2.devices.allow", "c 195:* rwm"));
    }

    @Test
    void apparmor_is_off_or_proxmox_s_or_the_profile_that_a_file_declares() {
        assertThat(web(folder().with("953", "apparmor_profile", "\"unconfined\""))
                        .appArmor())
                .isEqualTo(new AppArmor.Unconfined());
        assertThat(web(folder().with("953", "apparmor_profile", "\"generated\""))
                        .appArmor())
                .isEqualTo(new AppArmor.Generated());

        AppArmor own = web(folder().file(
                                "apparmor/lxc-web",
                                "#include <tunables/global>\n\nprofile \"lxc_web\" flags=(x) {\n}\n")
                        .with("953", "apparmor_profile", "\"lxc-web\"")
                        .with("953", "apparmor_manages_nesting", "true")
                        .with("953", "lxc_options", "[]"))
                .appArmor();

        assertThat(own).isInstanceOfSatisfying(AppArmor.Profile.class, profile -> {
            assertThat(profile.name()).isEqualTo("lxc_web");
            assertThat(profile.file()).isEqualTo(temp.resolve("apparmor/lxc-web"));
            assertThat(profile.nesting()).isTrue();
        });
    }

    @Test
    void an_option_that_repeats_the_profile_is_left_to_it() {
        DesiredContainer web = web(folder().with("953", "apparmor_profile", "\"unconfined\"")
                .with("953", "lxc_options", "[\"lxc.apparmor.profile=unconfined\", \"lxc.autodev=1\"]"));

        assertThat(web.rawOptions()).containsExactly(new RawOption("lxc.autodev", "1"));
    }

    @Test
    void a_firewall_with_its_rules() {
        DesiredContainer web = web(folder().with("953", "firewall", """
                {"enabled": true, "policy_in": "DROP", "policy_out": "ACCEPT", "rules": [
                  {"type": "in", "action": "ACCEPT", "source": "10.0.0.0/24", "dest": "10.0.0.5", "proto": "tcp", "port": "8000:8010",
                   "comment": "web"},
                  {"type": "out", "action": "REJECT", "proto": "udp", "port": 53}]}
                """));

        assertThat(web.firewall())
                .isEqualTo(new Firewall(
                        true,
                        "DROP",
                        "ACCEPT",
                        List.of(
                                new Firewall.Rule("in", "ACCEPT", "10.0.0.0/24", "10.0.0.5", "tcp", "8000:8010", "web"),
                                new Firewall.Rule("out", "REJECT", null, null, "udp", "53", null))));
    }

    @ParameterizedTest
    @CsvSource({"true, '', true", "false, '', false", "true, false, false", "false, true, true"})
    void the_firewall_looks_at_every_interface_that_says_nothing_else(boolean guest, String own, boolean expected) {
        String flag = own.isEmpty() ? "" : ", \"firewall\": " + own;
        DesiredContainer web = web(folder().with("953", "firewall", "{\"enabled\": " + guest + ", \"rules\": []}")
                .with(
                        "953",
                        "network_config",
                        "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"dhcp\"" + flag + "}"));

        assertThat(web.networkList()).extracting(Network::firewall).containsExactly(expected);
    }

    @Test
    void several_scripts_run_in_their_order_and_each_digest_covers_those_before() {
        ConfigFolder folder = folder().file("one.sh", "1\n")
                .file("two.sh", "2\n")
                .file("page", "hello\n")
                .with("953", "application_script", "\"one.sh\"")
                .with(
                        "953",
                        "application_scripts",
                        "[{\"script\": \"two.sh\", \"files\": [\"page\"], \"parameters\": {\"a\": 1}, \"timeout_seconds\": 60}]");
        List<Application> before = web(folder).applications();

        List<Application> after = web(folder.file("one.sh", "another\n")).applications();

        assertThat(before).hasSize(2);
        assertThat(before.get(1).script()).isEqualTo(temp.resolve("two.sh"));
        assertThat(before.get(1).files()).containsExactly(temp.resolve("page"));
        assertThat(before.get(1).parameters().json()).isEqualTo("{\n  \"a\": 1\n}\n");
        assertThat(before.get(1).limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(after.get(0).digest()).isNotEqualTo(before.get(0).digest());
        assertThat(after.get(1).digest()).isNotEqualTo(before.get(1).digest());
    }

    @Test
    void health_checks_of_all_kinds_each_digest_covering_those_before() {
        ConfigFolder folder =
                folder().with("953", "health_check", "{\"command\": \"true\"}").with("953", "health_checks", """
                [{"name": "page", "type": "http", "url": "http://10.0.0.153/", "retries": 1, "interval": 2},
                 {"name": "db", "type": "tcp", "port": 5432},
                 {"name": "far", "host": "10.0.0.9", "port": 80}]
                """);

        List<HealthCheck> checks = web(folder).healthChecks();

        assertThat(checks.stream().map(HealthCheck::name)).containsExactly("health_check", "page", "db", "far");
        assertThat(checks.stream().map(HealthCheck::probe))
                .containsExactly(
                        new Probe.CommandLine("true"),
                        new Probe.Http("http://10.0.0.153/"),
                        new Probe.Tcp("10.0.0.153", 5432),
                        new Probe.Tcp("10.0.0.9", 80));
        assertThat(checks.get(1).retries()).isEqualTo(1);
        assertThat(checks.get(1).interval()).isEqualTo(Duration.ofSeconds(2));
        List<HealthCheck> others = web(folder.with("953", "health_check", "{\"command\": \"false\"}"))
                .healthChecks();
        assertThat(others.get(3).digest()).isNotEqualTo(checks.get(3).digest());
    }

    @Test
    void a_feature_gets_its_parameters_and_the_defaults_of_its_manifest() {
        ConfigFolder folder = folder().feature("web").file("features/web/feature.json", """
                {"parameters": {"port": {"type": "integer", "default": 80}, "log": {"type": "string", "enum": ["file", "journal"]}}}
                """);
        String plain = web(folder.with("953", "features", "[\"web\"]"))
                .features()
                .get(0)
                .parameters()
                .json();
        String asked = web(folder.with(
                        "953",
                        "features",
                        "[{\"name\": \"web\", \"parameters\": {\"log\": \"file\", \"port\": 8080}}]"))
                .features()
                .get(0)
                .parameters()
                .json();

        assertThat(plain).isEqualTo("{\n  \"port\": 80\n}\n");
        assertThat(asked).isEqualTo("{\n  \"log\": \"file\",\n  \"port\": 8080\n}\n");
    }

    @Test
    void the_driver_s_version_is_for_scripts_of_guests_with_a_gpu() {
        ConfigFolder folder =
                folder().root("nvidia_driver_version", "\"580.76.05\"").with("953", "gpu_assignment", "0");

        var containers = folder.load().fleet().containers();

        assertThat(Objects.requireNonNull(containers.get(new VmId(953)))
                        .inputs()
                        .json())
                .contains("\"nvidia_driver_version\": \"580.76.05\"");
        assertThat(Objects.requireNonNull(containers.get(new VmId(900)))
                        .inputs()
                        .json())
                .doesNotContain("nvidia");
    }

    private ConfigFolder folder() {
        return new ConfigFolder(temp);
    }

    private static DesiredContainer web(ConfigFolder folder) {
        Loaded loaded = folder.load();
        assertThat(folder.shown(loaded)).doesNotContain("ERROR");
        return Objects.requireNonNull(loaded.fleet().containers().get(new VmId(953)));
    }
}
