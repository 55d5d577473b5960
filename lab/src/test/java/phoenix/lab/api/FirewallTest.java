package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import phoenix.lab.simulated.SimulatedShell;

/** The guests' firewalls: options and rules, and the file that holds them. */
final class FirewallTest extends LabTest {
    private static final String RULES = guest(100) + "/firewall/rules";
    private static final String OPTIONS = guest(100) + "/firewall/options";

    @BeforeEach
    void makeGuest() {
        lab.create(100);
    }

    private Path file(int id) {
        return lab.node().root().resolve("etc/pve/firewall/" + id + ".fw");
    }

    private void add(String... words) {
        assertThat(root().post(RULES, form(words)).status()).isEqualTo(200);
    }

    @Test
    void options_are_set_read_and_deleted() throws IOException {
        assertThat(root().get(OPTIONS).data().propertyNames()).containsExactly("digest");

        Answer set = root().put(OPTIONS, form("enable", "1", "policy_in", "DROP", "log_level_in", "info"));

        assertThat(set.status()).isEqualTo(200);
        assertThat(file(100)).hasContent("[OPTIONS]\n\nenable: 1\nlog_level_in: info\npolicy_in: DROP\n\n");
        assertThat(root().get(OPTIONS).data().path("enable").asInt(0)).isEqualTo(1);
        assertThat(root().put(OPTIONS, form("delete", "enable,log_level_in,policy_in"))
                        .status())
                .isEqualTo(200);
        assertThat(file(100)).doesNotExist();
        assertThat(root().put(OPTIONS, form("delete", "colour")).error("delete"))
                .isEqualTo("no such option 'colour'");
    }

    @Test
    void a_new_rule_is_the_first_and_disabled_unless_it_says_otherwise() throws IOException {
        add("type", "in", "action", "ACCEPT", "proto", "tcp", "dport", "80,443", "enable", "1", "comment", "web # all");
        add("type", "in", "action", "DROP", "source", "10.0.0.0/24", "iface", "net0", "macro", "ssh", "log", "nolog");
        add("type", "out", "action", "REJECT", "dest", "fd00::/8", "pos", "2");

        assertThat(Files.readString(file(100))).isEqualTo("""
                [RULES]

                |OUT REJECT -dest fd00::/8
                |IN SSH(DROP) -i net0 -source 10.0.0.0/24 -log nolog
                IN ACCEPT -p tcp -dport 80,443 # web # all

                """);
        Answer rules = root().get(RULES);
        assertThat(rules.each("pos")).containsExactly("0", "1", "2");
        assertThat(rules.each("type")).containsExactly("out", "in", "in");
        assertThat(rules.each("enable")).containsExactly("0", "0", "1");
        assertThat(rules.each("ipversion")).containsExactly("6", "4", "");
        assertThat(rules.each("macro")).containsExactly("", "SSH", "");
        assertThat(rules.each("comment")).containsExactly("", "", "web # all");
        assertThat(rules.each("digest"))
                .doesNotContain("")
                .containsOnly(rules.each("digest").get(0));
        assertThat(root().get(RULES + "/2").data().path("dport").asString("")).isEqualTo("80,443");
        assertThat(root().get(RULES + "/2").data().path("pos").isString()).isTrue();
    }

    @Test
    void a_rule_is_changed_moved_and_removed() throws IOException {
        for (String port : List.of("3", "2", "1", "0")) {
            add("type", "in", "action", "ACCEPT", "proto", "tcp", "dport", port, "enable", "1", "comment", "x");
        }

        assertThat(root().put(RULES + "/1", form("dport", "22", "delete", "comment"))
                        .status())
                .isEqualTo(200);
        assertThat(root().get(RULES).each("comment")).containsExactly("x", "", "x", "x");
        assertThat(root().put(RULES + "/0", form("moveto", "3")).status()).isEqualTo(200);
        assertThat(root().get(RULES).each("dport")).containsExactly("22", "2", "0", "3");
        assertThat(root().put(RULES + "/3", form("moveto", "0")).status()).isEqualTo(200);
        assertThat(root().get(RULES).each("dport")).containsExactly("3", "22", "2", "0");
        assertThat(root().put(RULES + "/1", form("moveto", "99")).status()).isEqualTo(200);
        assertThat(root().get(RULES).each("dport")).containsExactly("3", "2", "0", "22");
        assertThat(root().delete(RULES + "/0").status()).isEqualTo(200);
        assertThat(root().get(RULES).each("dport")).containsExactly("2", "0", "22");
        assertThat(root().delete(RULES + "/3").message()).isEqualTo("no rule at position 3\n");
    }

    @Test
    void a_digest_of_before_is_refused() {
        add("type", "in", "action", "ACCEPT");
        String digest = root().get(RULES).each("digest").get(0);
        root().put(RULES + "/0", form("comment", "changed"));

        Answer late = root().put(RULES + "/0", form("comment", "again", "digest", digest));

        assertThat(late.status()).isEqualTo(500);
        assertThat(late.message())
                .isEqualTo("detected modified configuration - file changed by other user? Try again.\n");
        String now = root().get(RULES).each("digest").get(0);
        assertThat(root().delete(RULES + "/0?digest=" + now).status()).isEqualTo(200);
        String options = root().get(OPTIONS).data().path("digest").asString("");
        assertThat(root().put(OPTIONS, form("enable", "1", "digest", options)).status())
                .isEqualTo(200);
        assertThat(root().put(OPTIONS, form("enable", "0", "digest", options)).status())
                .isEqualTo(500);
    }

    @Test
    void rules_that_make_no_sense_are_refused() {
        assertThat(refused("dport", "80")).isEqualTo("proto: missing property - 'dport' requires this property");
        assertThat(refused("proto", "gre", "dport", "80")).isEqualTo("dport: protocol 'gre' does not support ports");
        assertThat(refused("proto", "wombat")).isEqualTo("proto: invalid format - unknown protocol 'wombat'\n");
        assertThat(refused("proto", "tcp", "dport", "90:80"))
                .isEqualTo("dport: invalid format - backwards range '90:80' not allowed, did you mean '80:90'?\n");
        assertThat(refused("source", "192.168.1.5/24"))
                .isEqualTo("source: invalid format - invalid IP address: Invalid prefix"
                        + " 11000000101010000000000100000101/24\n");
        assertThat(refused("source", "10.0.0.1", "dest", "fd00::1"))
                .isEqualTo("dest: detected mixed ipv4/ipv6 addresses in rule");
        assertThat(refused("source", "+nobody")).isEqualTo("source: no such ipset 'nobody'");
        assertThat(refused("source", "office")).isEqualTo("source: no such alias 'office'");
        assertThat(refused("iface", "eth0")).isEqualTo("iface: value does not match the regex pattern 'net\\d+'");
        assertThat(refused("macro", "ssh", "proto", "tcp", "dport", "2222"))
                .isEqualTo("dport: parameter 'dport' already define in macro (value = '22')");
        assertThat(refused("macro", "Wombat")).isEqualTo("macro: unknown macro 'Wombat'");
        assertThat(refused("proto", "icmp", "icmp-type", "no-route"))
                .isEqualTo("icmp-type: invalid icmp-type 'no-route' for proto 'icmp'");
        assertThat(root().post(RULES, form("type", "forward", "action", "ACCEPT"))
                        .error("type"))
                .isEqualTo("invalid rule type 'forward' for rule_env 'ct'");
        assertThat(root().post(RULES, form("type", "in", "action", "LOG")).error("action"))
                .isEqualTo("unknown action 'LOG'");
    }

    private String refused(String... words) {
        var form = form(words);
        form.put("type", "in");
        form.put("action", "ACCEPT");
        Answer answer = root().post(RULES, form);
        assertThat(answer.status()).isEqualTo(400);
        var entry = answer.body().path("errors").properties().iterator().next();
        return entry.getKey() + ": " + entry.getValue().asString("");
    }

    @Test
    void what_was_written_by_hand_is_kept_and_understood() throws IOException {
        Files.writeString(file(100), """
                # by hand
                [options]
                enable: 1
                [ALIASES]
                office 10.1.0.0/16
                [ipset friends]
                10.2.0.1
                [RULES]
                |IN ACCEPT -source +friends -p udp --dport 53 # names
                nonsense
                """);

        add("type", "in", "action", "DROP", "source", "office", "enable", "1");

        assertThat(Files.readString(file(100))).isEqualTo("""
                [OPTIONS]

                enable: 1

                [ALIASES]

                office 10.1.0.0/16

                [IPSET friends]

                10.2.0.1

                [RULES]

                IN DROP -source office
                |IN ACCEPT -source +friends -p udp -dport 53 # names

                """);
    }

    @Test
    void a_line_that_is_no_rule_is_shown_with_its_errors_and_stops_every_write() throws IOException {
        Files.writeString(file(100), "[RULES]\nwombat line\nIN ACCEPT -source +friends\n");

        Answer rules = root().get(RULES);

        assertThat(rules.each("type")).containsExactly("wombat", "in");
        assertThat(rules.data().path(1).path("errors").path("source").asString(""))
                .isEqualTo("no such ipset 'friends'");
        assertThat(rules.data().path(0).path("errors").path("type").asString(""))
                .startsWith("invalid rule type 'wombat'");
        Answer refused = root().post(RULES, form("type", "in", "action", "DROP"));
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.message()).startsWith("unknown rule type 'wombat' at ");
    }

    @Test
    void a_clone_takes_the_firewall_along_and_a_deleted_guest_its_own() throws IOException {
        add("type", "in", "action", "ACCEPT");
        assertThat(post(guest(100) + "/clone", "newid", "101")).isEqualTo("OK");
        assertThat(file(101)).hasSameTextualContentAs(file(100));

        assertThat(lab.done(root().delete(guest(100)))).isEqualTo("OK");

        assertThat(file(100)).doesNotExist();
        assertThat(file(101)).exists();
    }

    @Test
    void the_nodes_shell_reads_all_firewalls_at_once() {
        add("type", "in", "action", "ACCEPT", "enable", "1");
        SimulatedShell shell = new SimulatedShell(lab.node(), lab.server().tools());

        String read = shell.exec(List.of("grep", "-r", "-H", "--include=*.fw", "", "/etc/pve/firewall"), new byte[0])
                .stdout();

        assertThat(read).contains("/etc/pve/firewall/100.fw:IN ACCEPT\n");
    }

    @Test
    void a_virtual_machines_firewall_is_kept_in_the_same_way() {
        assertThat(root().put("/nodes/pve/qemu/200/firewall/options", form("enable", "1"))
                        .status())
                .isEqualTo(200);
        assertThat(file(200)).hasContent("[OPTIONS]\n\nenable: 1\n\n");
    }
}
