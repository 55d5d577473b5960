package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.api.Method;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Request;
import tools.jackson.databind.JsonNode;

/** A node whose API is all that there is: no shell. */
@OnTheSimulatedLab
class ApiAloneIT {
    private static final String TOKEN = "/access/users/root@pam/token/auditor";

    private final Site site;
    private final Site apiAlone;
    private final FleetFolder fleet;

    ApiAloneIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.apiAlone = new Site(
                site.apiEnvironment(),
                site.apiEnvironment(),
                List.of(),
                site.network(),
                site.storage(),
                site.template(),
                false);
        this.fleet = FleetFolder.in(folder, site);
    }

    @Test
    void what_the_shell_would_have_told_is_read_by_the_api() {
        site.phoenix("--config", fleet.path(), "--all").expect(0);
        try {
            PhoenixCommand.Ended ended =
                    apiAlone.phoenix("--config", fleet.path(), "--all").expect(0);

            assertThat(ended.out()).contains("Nothing to do").contains("no shell");
        } finally {
            site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
        }
    }

    @Test
    void vms_are_made_by_the_api_and_known_again_by_it() {
        fleet.write("phoenix_vm_configs.json", """
                {"vm_defaults": {"storage_pool": "%2$s", "network_bridge": "vmbr0", "cores": 1, "memory_mb": 512},
                 "vms": [
                   {"vmid": 9010, "name": "test-vm-template", "template_image": "%3$s", "is_template": true},
                   {"vmid": 9011, "name": "test-vm", "clone_from_vmid": 9010, "template_snapshot_name": "initial",
                    "network_config": {"ip": "%1$s.111/24", "gw": "%1$s.1"}, "description": "Two\\nlines"}]}
                """.formatted(site.network(), site.storage(), site.image()));
        try {
            apiAlone.phoenix("--config", fleet.path(), "9011").expect(0);

            PhoenixCommand.Ended again =
                    apiAlone.phoenix("--config", fleet.path(), "9011").expect(0);
            assertThat(again.out()).contains("Nothing to do").contains("no shell");
        } finally {
            site.phoenix("--delete", "9011", "9010", "--yes").expect(0);
        }
    }

    @Test
    void what_needs_a_shell_is_refused_beforehand_with_the_way_out() {
        PhoenixCommand.Ended ended =
                apiAlone.phoenix("--config", fleet.path(), "9000").expect(1);

        assertThat(ended.out()).containsPattern("9000 \\(test-template\\) +refused");
        assertThat(ended.err())
                .contains("container 9000 (test-template) needs feature marker run inside it")
                .contains("there is no shell on node pve")
                .contains("PROXMOX_VE_SSH_USERNAME");
        assertThat(apiAlone.phoenix("--delete", "9000", "--yes").expect(0).out())
                .contains("nothing to delete");
    }

    @Test
    void who_may_look_and_not_write_the_notes_tests_the_node_all_the_same_and_is_told_once() {
        fleet.write("phoenix_hypervisor_config.json", """
                {"version": "2.0.0", "storages": [
                  {"id": "local", "type": "dir", "content": ["vztmpl"], "options": {"path": "/var/lib/vz"}}
                ]}
                """);
        Map<String, String> environment = new HashMap<>(site.apiEnvironment());
        environment.put("PROXMOX_VE_API_TOKEN", auditor());
        try {
            PhoenixCommand.Ended ended = PhoenixCommand.run(
                            environment, Site.COMMAND_LIMIT, "--config", fleet.path(), "--test", "declared", "host")
                    .expect(0);

            assertThat(ended.out())
                    .contains("All tests passed: 1")
                    .containsOnlyOnce(
                            "Note: it is not noted that suite 'declared' is green: that takes Sys.Audit and Sys.Modify on /.");
        } finally {
            ask(Method.DELETE, TOKEN, Map.of());
        }
    }

    /** A token that may look at everything. */
    private String auditor() {
        JsonNode made = ask(Method.POST, TOKEN, Map.of());
        ask(Method.PUT, "/access/acl", Map.of("path", "/", "roles", "PVEAuditor", "tokens", "root@pam!auditor"));
        return made.path("full-tokenid").asString("") + "=" + made.path("value").asString("");
    }

    private JsonNode ask(Method method, String path, Map<String, String> parameters) {
        try (PveClient client = site.client()) {
            return client.send(Request.of(method, path, parameters, "make a token for the test", data -> data));
        }
    }
}
