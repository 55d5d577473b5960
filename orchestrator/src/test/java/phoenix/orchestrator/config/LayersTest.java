package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.VmId;

/** Which of several layers a value comes from. */
class LayersTest {
    private static final VmId WEB = new VmId(953);

    @TempDir
    Path temp;

    @Test
    void a_guest_has_the_defaults_and_what_it_says_itself_overrides_them() {
        ConfigFolder folder =
                folder().root("defaults", "{\"memory_mb\": 512, \"cores\": 1}").with("953", "cores", "4");

        assertThat(web(folder).resources().memoryMiB()).isEqualTo(512);
        assertThat(web(folder).resources().cores()).isEqualTo(4);
    }

    @Test
    void profiles_override_the_defaults_the_later_the_earlier_and_the_guest_all() {
        ConfigFolder folder = folder().root(
                        "defaults", "{\"memory_mb\": 1001, \"swap_mb\": 1, \"cores\": 1, \"cpuunits\": 1}")
                .root(
                        "profiles",
                        "{\"a\": {\"swap_mb\": 2, \"cores\": 2, \"cpuunits\": 2},"
                                + " \"b\": {\"cores\": 3, \"cpuunits\": 3}}")
                .with("953", "profiles", "[\"a\", \"b\"]")
                .with("953", "cpuunits", "4");

        DesiredContainer web = web(folder);

        assertThat(web.resources().memoryMiB()).isEqualTo(1001);
        assertThat(web.resources().swapMiB()).isEqualTo(2);
        assertThat(web.resources().cores()).isEqualTo(3);
        assertThat(web.resources().cpuUnits()).isEqualTo(4);
    }

    @Test
    void a_profile_lies_over_the_profiles_that_it_names() {
        ConfigFolder folder = folder().root(
                        "profiles",
                        "{\"gpu-web\": {\"profiles\": [\"web\"], \"cores\": 8}, \"web\": {\"cores\": 2, \"memory_mb\": 2048}}")
                .with("953", "profiles", "\"gpu-web\"");

        assertThat(web(folder).resources().cores()).isEqualTo(8);
        assertThat(web(folder).resources().memoryMiB()).isEqualTo(2048);
    }

    @Test
    void objects_merge_deeply() {
        ConfigFolder folder = folder().root(
                        "defaults",
                        "{\"network_config\": {\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"gw\": \"10.0.0.1\", \"mtu\": 1400}}")
                .with("953", "network_config", "{\"ip\": \"10.0.0.153/24\", \"mtu\": 9000}");

        Network network = web(folder).networkList().get(0);

        assertThat(network.bridge()).isEqualTo("vmbr0");
        assertThat(network.gateway()).isEqualTo("10.0.0.1");
        assertThat(network.ip()).isEqualTo("10.0.0.153/24");
        assertThat(network.mtu()).isEqualTo(9000);
    }

    @Test
    void a_list_replaces_the_one_below() {
        ConfigFolder folder =
                folder().root("defaults", "{\"tags\": [\"a\", \"b\"]}").with("953", "tags", "[\"C\"]");

        assertThat(web(folder).labels().tags()).containsExactly("c");
    }

    @Test
    void a_null_takes_away_what_lies_below_at_any_depth() {
        ConfigFolder folder = folder().root(
                        "defaults", "{\"memory_mb\": 512, \"cores\": 1, \"parameters\": {\"a\": {\"x\": 1, \"y\": 2}}}")
                .root("profiles", "{\"unlimited\": {\"memory_mb\": null}}")
                .with("953", "profiles", "[\"unlimited\"]")
                .with("953", "cores", "null")
                .with("953", "parameters", "{\"a\": {\"x\": null}}");

        DesiredContainer web = web(folder);

        assertThat(web.resources().memoryMiB()).isNull();
        assertThat(web.resources().cores()).isNull();
        assertThat(web.inputs().json()).contains("\"y\": 2").doesNotContain("\"x\"");
    }

    @Test
    void a_value_may_come_back_above_a_null() {
        ConfigFolder folder = folder().root("profiles", "{\"a\": {\"memory_mb\": null}, \"b\": {\"memory_mb\": 64}}")
                .root("defaults", "{\"memory_mb\": 512}")
                .with("953", "profiles", "[\"a\", \"b\"]");

        assertThat(web(folder).resources().memoryMiB()).isEqualTo(64);
    }

    @Test
    void a_secret_replaces_another_secret_and_does_not_merge_with_it() {
        ConfigFolder folder = folder().root("defaults", "{\"environment\": {\"KEY\": {\"$env\": \"ONE\"}}}")
                .variable("ONE", "first")
                .file("two", "second\n")
                .with("953", "environment", "{\"KEY\": {\"$file\": \"two\"}}");

        assertThat(web(folder).inputs().revealed()).contains("\"KEY\": \"second\"");
    }

    @Test
    void where_a_key_stands_makes_no_difference_to_what_scripts_see() {
        String own = web(folder().with("953", "ports", "[\"80:80\"]")).inputs().json();

        String inherited = web(folder().root("defaults", "{\"ports\": [\"80:80\"]}"))
                .inputs()
                .json();

        assertThat(inherited).isEqualTo(own);
    }

    @Test
    void vms_have_defaults_and_profiles_too() {
        ConfigFolder folder = folder().file(ConfigLoader.VM_FILE, """
                {
                  "vm_defaults": {"storage_pool": "local-zfs", "cores": 4, "network_config": {"bridge": "vmbr0", "gw": "10.0.0.1"}},
                  "profiles": {"big": {"memory_mb": 65536}},
                  "vms": [{
                    "vmid": "8000",
                    "name": "vm",
                    "template_image": "debian.qcow2",
                    "profiles": ["big"],
                    "cores": null,
                    "network_config": {"ip": "10.0.0.80/24"}
                  }]
                }
                """);

        var vm = Objects.requireNonNull(folder.load().fleet().vms().get(new VmId(8000)));

        assertThat(vm.resources().memoryMiB()).isEqualTo(65536);
        assertThat(vm.resources().cores()).isNull();
        assertThat(vm.networkList().get(0).bridge()).isEqualTo("vmbr0");
        assertThat(vm.networkList().get(0).ip()).isEqualTo("10.0.0.80/24");
    }

    @Test
    void the_origin_of_each_key_is_known() {
        ConfigFolder folder = folder().root("defaults", "{\"cores\": 1, \"parameters\": {\"a\": 1}}")
                .root("profiles", "{\"x/y\": {\"memory_mb\": 512, \"parameters\": {\"b\": [1, 2]}}}")
                .file(
                        ConfigLoader.HYPERVISOR_FILE,
                        "{\"shared_volumes\": {\"certs\": {\"host_path\": \"/certs\", \"mounts\": {\"953\": \"/ssl\"}}}}")
                .with("953", "profiles", "[\"x/y\"]")
                .with("953", "environment", "{\"DB_PASSWORD\": \"hunter2\"}");

        Effective web = folder.load().origins().of(WEB).orElseThrow();

        assertThat(web.settings().stream()
                        .map(setting -> setting.key() + " = " + setting.value() + " by " + setting.origin()))
                .contains(
                        "cores = 1 by defaults",
                        "memory_mb = 512 by profile x/y",
                        "parameters.a = 1 by defaults",
                        "parameters.b = [1, 2] by profile x/y",
                        "name = \"web\" by guest",
                        "environment.DB_PASSWORD = \"***\" by guest",
                        "mount_points = \"/certs at /ssl\" by shared volume certs");
        assertThat(web.settings().stream().filter(setting -> setting.key().equals("memory_mb")))
                .singleElement()
                .satisfies(setting -> assertThat(setting.place().pointer()).isEqualTo("/profiles/x~1y/memory_mb"));
    }

    private ConfigFolder folder() {
        return new ConfigFolder(temp);
    }

    private static DesiredContainer web(ConfigFolder folder) {
        Loaded loaded = folder.load();
        assertThat(folder.shown(loaded)).doesNotContain("ERROR");
        return Objects.requireNonNull(loaded.fleet().containers().get(WEB));
    }
}
