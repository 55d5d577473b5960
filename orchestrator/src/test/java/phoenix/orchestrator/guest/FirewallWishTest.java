package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Firewall.Rule;
import phoenix.pve.FirewallRule;
import phoenix.pve.GuestFirewall;
import phoenix.pve.VmId;
import phoenix.pve.api.Done;
import phoenix.pve.api.Method;
import phoenix.pve.api.Request;

class FirewallWishTest {
    private static final Target TARGET = Target.container(new VmId(953), "953 (gateway)", "pve");
    private static final Rule WEB =
            new Rule("in", "ACCEPT", "10.0.0.0/24, 10.1.0.0/16", null, "TCP", "80,443", "the  web");
    private static final Rule PING = new Rule("in", "ACCEPT", null, null, "icmp", null, null);

    @Test
    void rules_in_the_files_own_spelling_are_no_difference() {
        GuestFirewall found = GuestFirewall.parse("""
                [OPTIONS]
                policy_in: DROP
                enable: 1
                [RULES]
                IN ACCEPT -source 10.0.0.0/24,10.1.0.0/16 -p tcp -dport 80,443 # the web
                IN ACCEPT -p icmp
                """);

        assertThat(wish(List.of(WEB, PING)).isMetBy(found)).isTrue();
        assertThat(wish(List.of(WEB, PING)).calls(TARGET, found)).isEmpty();
        assertThat(wish(null).isMetBy(found)).isTrue();
        assertThat(wish(List.of(PING, WEB)).isMetBy(found)).isFalse();
    }

    @Test
    void from_nothing_the_last_rule_is_added_first_and_the_firewall_switched_on_last() {
        assertThat(wish(List.of(WEB, PING)).calls(TARGET, GuestFirewall.NONE))
                .extracting(Request::toString)
                .containsExactly(
                        "POST /nodes/pve/lxc/953/firewall/rules action=ACCEPT enable=1 proto=icmp type=in",
                        "POST /nodes/pve/lxc/953/firewall/rules action=ACCEPT comment=the web dport=80,443 enable=1"
                                + " proto=tcp source=10.0.0.0/24,10.1.0.0/16 type=in",
                        "PUT /nodes/pve/lxc/953/firewall/options enable=1 policy_in=DROP");
    }

    @Test
    void a_firewall_that_the_file_drops_is_switched_off_and_emptied() {
        GuestFirewall found = GuestFirewall.parse("[OPTIONS]\nenable: 1\n[RULES]\nIN DROP\n");

        assertThat(dropped(Set.of("firewall", "firewall-rules")).calls(TARGET, found))
                .extracting(Request::toString)
                .containsExactly(
                        "DELETE /nodes/pve/lxc/953/firewall/rules/0",
                        "PUT /nodes/pve/lxc/953/firewall/options delete=enable");
        assertThat(dropped(Set.of("firewall")).calls(TARGET, found)).hasSize(1);
        assertThat(dropped(Set.of("firewall", "firewall-rules")).isMetBy(GuestFirewall.NONE))
                .isTrue();
    }

    @Test
    void a_policy_and_rules_that_the_file_drops_go_and_the_switch_stays() {
        GuestFirewall found =
                GuestFirewall.parse("[OPTIONS]\nenable: 1\npolicy_in: DROP\npolicy_out: ACCEPT\n[RULES]\nIN ACCEPT\n");
        Firewall want = new Firewall(true, null, null, null);
        Set<String> before = FirewallWish.managed(new Firewall(true, "DROP", null, List.of(PING)));

        FirewallWish wish = FirewallWish.of(want, before).orElseThrow();

        assertThat(wish.calls(TARGET, found))
                .extracting(Request::toString)
                .containsExactly(
                        "DELETE /nodes/pve/lxc/953/firewall/rules/0",
                        "PUT /nodes/pve/lxc/953/firewall/options delete=policy_in");
        assertThat(FirewallWish.of(want, Set.of("firewall")).orElseThrow().isMetBy(found))
                .as("what somebody else set is let alone")
                .isTrue();
    }

    @Test
    void from_any_list_to_any_other_and_killed_after_any_call_the_list_is_reached() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            FirewallWish wish = wish(some(random));
            List<FirewallRule> now = new ArrayList<>(wish(some(random)).rules());
            List<FirewallRule> wanted = wish.rules();
            List<Request<Done>> calls = wish.calls(TARGET, found(now));
            int killedAfter = calls.isEmpty() ? 0 : random.nextInt(calls.size());
            calls.subList(0, killedAfter).forEach(call -> proxmox(now, call));
            wish.calls(TARGET, found(now)).forEach(call -> proxmox(now, call));

            assertThat(now).as("seed %d, round %d", seed, round).isEqualTo(wanted);
        }
    }

    /** What Proxmox does: a new rule goes before all others, whatever position is asked for. */
    private static void proxmox(List<FirewallRule> rules, Request<Done> call) {
        if (call.method() == Method.POST) {
            TreeMap<String, String> options = new TreeMap<>(call.parameters());
            String type = String.valueOf(options.remove("type"));
            String action = String.valueOf(options.remove("action"));
            boolean enabled = "1".equals(options.remove("enable"));
            rules.add(0, new FirewallRule(type, action, enabled, options));
        } else if (call.method() == Method.DELETE) {
            rules.remove(Integer.parseInt(call.path().replaceFirst(".*/", "")));
        }
    }

    private static GuestFirewall found(List<FirewallRule> rules) {
        return new GuestFirewall(new TreeMap<>(Map.of("enable", "1", "policy_in", "DROP")), rules);
    }

    private static List<Rule> some(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            rules.add(new Rule("in", "ACCEPT", null, null, "tcp", Integer.toString(80 + random.nextInt(4)), null));
        }
        return rules;
    }

    private static FirewallWish dropped(Set<String> managedBefore) {
        return FirewallWish.of(null, managedBefore).orElseThrow();
    }

    private static FirewallWish wish(@org.jspecify.annotations.Nullable List<Rule> rules) {
        return FirewallWish.of(new Firewall(true, "DROP", null, rules), Set.of())
                .orElseThrow();
    }
}
