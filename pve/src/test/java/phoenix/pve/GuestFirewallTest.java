package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestFirewallTest {
    @Test
    void options_and_rules_are_read_and_the_rest_is_left_out() {
        GuestFirewall firewall = GuestFirewall.parse("""
                [OPTIONS]

                enable: 1
                policy_in: DROP

                [ALIASES]

                home 10.0.0.0/24

                [IPSET admins] # people

                10.0.0.9

                [RULES]

                IN ACCEPT -source 10.0.0.0/24 -p tcp -dport 80,443 # web, from home
                |OUT DROP -dest 10.9.0.0/16 -log nolog
                IN SSH(ACCEPT) -i net0
                IN Ping(ACCEPT)
                """);

        assertThat(firewall.options()).isEqualTo(new TreeMap<>(Map.of("enable", "1", "policy_in", "DROP")));
        assertThat(firewall.rules())
                .containsExactly(
                        rule(
                                "in",
                                "ACCEPT",
                                true,
                                "source",
                                "10.0.0.0/24",
                                "proto",
                                "tcp",
                                "dport",
                                "80,443",
                                "comment",
                                "web, from home"),
                        rule("out", "DROP", false, "dest", "10.9.0.0/16", "log", "nolog"),
                        rule("in", "ACCEPT", true, "macro", "SSH", "iface", "net0"),
                        rule("in", "ACCEPT", true, "macro", "Ping"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "[RULES]\nIN\n", "[RULES]\nIN ACCEPT -what 1\n", "[RULES]\n# IN ACCEPT\n"})
    void what_proxmox_skips_is_skipped(String text) {
        assertThat(GuestFirewall.parse(text)).isEqualTo(GuestFirewall.NONE);
    }

    private static FirewallRule rule(String type, String action, boolean enabled, String... options) {
        TreeMap<String, String> byName = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            byName.put(options[i], options[i + 1]);
        }
        return new FirewallRule(type, action, enabled, byName);
    }
}
