package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The node's own options, its notes among them. */
final class NodeConfigTest extends LabTest {
    private static final String CONFIG = "/nodes/pve/config";

    private Path file() {
        return lab.node().root().resolve("etc/pve/nodes/pve/config");
    }

    private Answer put(String... words) {
        return root().put(CONFIG, form(words));
    }

    private JsonNode get() {
        return root().get(CONFIG).data();
    }

    @Test
    void nothing_is_told_of_a_node_that_nobody_set_anything_of() {
        assertThat(get().isObject()).isTrue();
        assertThat(get().isEmpty()).isTrue();
        assertThat(file()).doesNotExist();
    }

    @Test
    void notes_stand_as_comments_above_the_options_by_name_and_come_back_with_a_line_break() throws IOException {
        String notes = "# Node: pve\n\n100 % \u00fc & \"q\" 'a'\n  two blanks";

        assertThat(put(
                                "description",
                                notes + "\n\n",
                                "wakeonlan",
                                "bc:24:11:00:00:01,bind-interface=vmbr0",
                                "startall-onboot-delay",
                                "30",
                                "ballooning-target",
                                "70")
                        .status())
                .isEqualTo(200);

        assertThat(Files.readString(file())).isEqualTo("""
                ## Node%3A pve
                #
                #100 %25 %C3%BC & "q" 'a'
                #  two blanks
                ballooning-target: 70
                startall-onboot-delay: 30
                wakeonlan: bc:24:11:00:00:01,bind-interface=vmbr0
                """);
        assertThat(get().path("description").asString("")).isEqualTo(notes + "\n");
        assertThat(get().path("startall-onboot-delay").asString("")).isEqualTo("30");
        assertThat(get().path("digest").asString("")).matches("[0-9a-f]{40}");
    }

    @Test
    void one_property_is_told_alone() {
        put("description", "one", "ballooning-target", "70");

        assertThat(root().get(CONFIG + "?property=description").data().toString())
                .isEqualTo("{\"description\":\"one\\n\"}");
        assertThat(root().get(CONFIG + "?property=wakeonlan").data().isEmpty()).isTrue();
        assertThat(root().get(CONFIG + "?property=digest").status()).isEqualTo(400);
    }

    @Test
    void what_is_named_changes_or_goes_and_everything_else_stays() throws IOException {
        put("description", "one\ntwo", "ballooning-target", "70");

        assertThat(put("delete", "ballooning-target,wakeonlan", "startall-onboot-delay", "5")
                        .status())
                .isEqualTo(200);
        assertThat(Files.readString(file())).isEqualTo("#one\n#two\nstartall-onboot-delay: 5\n");
        assertThat(put("description", "").status()).isEqualTo(200);
        assertThat(Files.readString(file())).isEqualTo("startall-onboot-delay: 5\n");
        assertThat(get().path("description").asString("?")).isEmpty();
    }

    @Test
    void a_change_of_another_state_is_refused() {
        assertThat(put("description", "one", "digest", "a".repeat(40)).status()).isEqualTo(200);
        String digest = get().path("digest").asString("");
        assertThat(put("description", "two", "digest", digest).status()).isEqualTo(200);

        Answer stale = put("description", "three", "digest", digest);

        assertThat(stale.status()).isEqualTo(500);
        assertThat(stale.message())
                .isEqualTo("detected modified configuration - file changed by other user? Try again.\n");
        assertThat(get().path("description").asString("")).isEqualTo("two\n");
    }

    @Test
    void what_is_written_by_hand_is_read_as_proxmox_reads_it() throws IOException {
        Files.writeString(file(), """
                #first%3A line

                  # second
                nonsense
                description: third %C3%BC
                startall-onboot-delay: soon
                ballooning-target:   20
                unheard-of: 1
                """);

        assertThat(get().path("description").asString("")).isEqualTo("first: line\n second\nthird \u00fc\n");
        assertThat(get().has("startall-onboot-delay")).isFalse();
        assertThat(get().path("ballooning-target").asString("")).isEqualTo("20");
        assertThat(get().path("unheard-of").asString("")).isEqualTo("1");
    }

    @Test
    void values_have_their_forms() throws IOException {
        assertThat(put("startall-onboot-delay", "301").error("startall-onboot-delay"))
                .isEqualTo("value must have a maximum value of 300");
        assertThat(put("description", "x".repeat(64 * 1024 + 1)).error("description"))
                .isEqualTo("value may only be 65536 characters long");
        assertThat(put("acmedomain0", "localhost").error("acmedomain0"))
                .contains("value 'localhost' does not look like a valid domain name!");
        assertThat(put("acmedomain1", "a.example,alias=-.b").error("acmedomain1"))
                .contains("value '-.b' does not look like a valid alias name!");
        assertThat(put("acmedomain6", "a.example").status()).isEqualTo(400);
        assertThat(put("wakeonlan", "bind-interface=vmbr0").error("wakeonlan"))
                .contains("property is missing and it is not optional");
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_certificates_domain_stands_once_and_its_plugin_is_there() throws IOException {
        assertThat(put("acme", "account=default,domains=a.example;B.example").status())
                .isEqualTo(200);
        assertThat(put("acmedomain1", "b.EXAMPLE").message())
                .isEqualTo("duplicate domain 'b.example' in ACME config properties 'acmedomain1' and 'acme'\n");
        assertThat(put("acme", "domains=a.example;A.example").message())
                .isEqualTo("duplicate domain 'a.example' in ACME config properties\n");
        assertThat(put("acmedomain1", "c.example,plugin=dns1").message())
                .isEqualTo("plugin 'dns1' for domain 'c.example' not found!\n");
        Files.createDirectories(file().resolve("../../../priv/acme").normalize());
        Files.writeString(file().resolve("../../../priv/acme/plugins.cfg").normalize(), "dns: dns1\n\tapi cf\n");

        assertThat(put("acmedomain1", "c.example,plugin=dns1").status()).isEqualTo(200);
        assertThat(Files.readString(file())).isEqualTo("""
                acme: account=default,domains=a.example;B.example
                acmedomain1: c.example,plugin=dns1
                """);
    }

    @Test
    void who_audits_may_read_and_only_who_modifies_may_write() throws IOException {
        Answer made = root().post("/access/users/root@pam/token/apart", form());
        RawClient apart = RawClient.token(
                lab.server(),
                made.data().path("full-tokenid").asString("") + "="
                        + made.data().path("value").asString(""));
        assertThat(apart.get(CONFIG).message()).isEqualTo("Permission check failed (/, Sys.Audit)\n");

        Files.writeString(
                lab.node().root().resolve("etc/pve/user.cfg"),
                "acl:1:/:root@pam!apart:PVEAuditor:\n",
                StandardOpenOption.APPEND);

        assertThat(apart.get(CONFIG).status()).isEqualTo(200);
        assertThat(apart.put(CONFIG, form("description", "mine")).message())
                .isEqualTo("Permission check failed (/, Sys.Modify)\n");
    }
}
