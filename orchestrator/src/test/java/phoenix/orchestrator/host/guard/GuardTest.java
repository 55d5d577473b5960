package phoenix.orchestrator.host.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Act;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.FirewallRule;
import phoenix.pve.api.ClusterFirewallApi;

class GuardTest {
    private static final String WEB = "profile web {\n}\n";

    private static DesiredHost firewall(String policy, List<Firewall.Rule> rules, Map<String, List<String>> sets) {
        HostServices.NodeFirewall firewall =
                new HostServices.NodeFirewall(new Firewall(true, policy, null, rules), Map.of(), sets, null);
        return DesiredHost.EMPTY.with(
                new HostServices(List.of(), null, List.of(), new TreeMap<>(), firewall, null, null, List.of()));
    }

    private static Firewall.Rule accept(@Nullable String source, String port) {
        return new Firewall.Rule("in", "ACCEPT", source, null, "tcp", port, null);
    }

    private static List<HostResource> compare(DesiredHost want, List<FirewallRule> found, String... lines) {
        return new NodeFirewall("pve", "")
                .compare(
                        want,
                        new HostFacts(
                                Map.of("look-session.sh", String.join("\n", lines)),
                                Map.of(
                                        ClusterFirewallApi.options().toString(),
                                        new TreeMap<String, String>(),
                                        ClusterFirewallApi.rules(ClusterFirewallApi.RuleList.ofCluster())
                                                .toString(),
                                        found,
                                        ClusterFirewallApi.nodeOptions("pve").toString(),
                                        new TreeMap<String, String>(),
                                        ClusterFirewallApi.rules(ClusterFirewallApi.RuleList.ofNode("pve"))
                                                .toString(),
                                        List.of())));
    }

    private static HostResource named(List<HostResource> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().map(Act::preview).flatMap(List::stream).toList();
    }

    @Test
    void a_firewall_that_would_lock_us_out_is_never_switched_on() {
        HostResource refused = named(
                compare(firewall("DROP", List.of(accept(null, "22")), Map.of()), List.of(), "from 10.0.0.9"),
                "firewall");

        assertThat(refused.refusal().map(Subject.Refusal::why))
                .contains("the firewall would lock us out: no rule lets 10.0.0.9 reach the API (port 8006)");
        assertThat(refused.refusal().map(Subject.Refusal::hint).orElse("")).contains("22 and 8006");
    }

    @Test
    void a_firewall_without_a_policy_drops_and_that_counts() {
        DesiredHost want = DesiredHost.EMPTY.with(new HostServices(
                List.of(),
                null,
                List.of(),
                new TreeMap<>(),
                new HostServices.NodeFirewall(new Firewall(true, null, null, List.of()), Map.of(), Map.of(), null),
                null,
                null,
                List.of()));

        assertThat(named(compare(want, List.of(), "from 10.0.0.9"), "firewall").refusal())
                .isPresent();
    }

    @Test
    void a_rule_or_a_set_that_lets_us_in_is_enough() {
        List<Firewall.Rule> rules = List.of(accept("+office", "22,8000:8010"));

        HostResource good = named(
                compare(firewall("DROP", rules, Map.of("office", List.of("10.0.0.0/24"))), List.of(), "from 10.0.0.9"),
                "firewall");
        HostResource elsewhere = named(
                compare(firewall("DROP", rules, Map.of("office", List.of("10.2.0.0/24"))), List.of(), "from 10.0.0.9"),
                "firewall");

        assertThat(good.refusal()).isEmpty();
        assertThat(preview(good))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix firewall +enable +policy_in",
                        "PUT /cluster/firewall/options enable=1 policy_in=DROP");
        assertThat(elsewhere.refusal()).isPresent();
    }

    @Test
    void a_rule_before_it_that_drops_us_counts() {
        Firewall.Rule drop = new Firewall.Rule("in", "DROP", "10.0.0.0/8", null, null, null, null);

        HostResource refused = named(
                compare(firewall("DROP", List.of(drop, accept(null, "22,8006")), Map.of()), List.of(), "from 10.0.0.9"),
                "firewall");

        assertThat(refused.refusal()).isPresent();
    }

    @Test
    void on_the_node_itself_nothing_is_in_the_way() {
        assertThat(named(compare(firewall("DROP", List.of(), Map.of()), List.of()), "firewall")
                        .refusal())
                .isEmpty();
    }

    @Test
    void rules_are_an_ordered_list() {
        FirewallRule first = FirewallRule.parse("IN ACCEPT -p tcp -dport 22");
        FirewallRule second = FirewallRule.parse("IN ACCEPT -p tcp -dport 8006");
        DesiredHost want = firewall("DROP", List.of(accept(null, "22"), accept(null, "8006")), Map.of());

        assertThat(named(compare(want, List.of(first, second)), "firewall rules")
                        .isAsDeclared())
                .isTrue();
        HostResource turned = named(compare(want, List.of(second, first)), "firewall rules");
        assertThat(turned.isAsDeclared()).isFalse();
        assertThat(preview(turned))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix firewall +rules",
                        "POST /cluster/firewall/rules action=ACCEPT dport=8006 enable=1 proto=tcp type=in",
                        "POST /cluster/firewall/rules action=ACCEPT dport=22 enable=1 proto=tcp type=in",
                        "DELETE /cluster/firewall/rules/2",
                        "DELETE /cluster/firewall/rules/2");
    }

    @Test
    void a_set_is_compared_by_its_addresses() {
        DesiredHost want = firewall("ACCEPT", List.of(), Map.of("office", List.of("10.0.0.1", "10.0.0.0/24")));

        HostResource set = named(
                compare(want, List.of(), "fw [IPSET office] # us", "fw", "fw 10.0.0.1", "fw 10.9.0.0/16 # old"),
                "address set office");

        assertThat(preview(set))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix values"
                                + " '+addresses of set office\t10.0.0.0/24 10.0.0.1'",
                        "POST /cluster/firewall/ipset/office cidr=10.0.0.0/24",
                        "DELETE /cluster/firewall/ipset/office/10.9.0.0%2F16");
    }

    private static List<HostResource> profiles(List<HostServices.Profile> profiles, String... lines) {
        DesiredHost want = DesiredHost.EMPTY.with(
                new HostServices(List.of(), null, profiles, new TreeMap<>(), null, null, null, List.of()));
        return new Profiles().compare(want, HostFacts.of(Map.of("look-profiles.sh", String.join("\n", lines))));
    }

    private static String file(String name, String text) {
        return "file " + name + " " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_profile_is_as_declared_when_its_file_is_and_the_kernel_has_it() {
        List<HostServices.Profile> want = List.of(new HostServices.Profile("web-file", "web", WEB));

        assertThat(profiles(want, file("web-file", WEB), "kernel yes", "loaded web")
                        .get(0)
                        .isAsDeclared())
                .isTrue();
        assertThat(profiles(want, file("web-file", WEB), "kernel yes").get(0).isAsDeclared())
                .isFalse();
        assertThat(profiles(want, file("web-file", "profile web {\n  /x r,\n}\n"), "kernel yes", "loaded web")
                        .get(0)
                        .isAsDeclared())
                .isFalse();
        assertThat(profiles(want, file("web-file", WEB)).get(0).remarks().get(0))
                .contains("confines nothing");
    }

    @Test
    void a_profile_that_is_declared_no_more_goes() {
        HostResource gone = profiles(List.of(), file("web-file", WEB), "kernel yes", "loaded web")
                .get(0);

        assertThat(gone.action()).isEqualTo(Subject.Action.DELETE);
        assertThat(preview(gone)).containsExactly("run on the node: drop-profile.sh web-file");
    }

    @Test
    void variables_that_are_declared_no_more_go_after_the_profiles_that_read_them() {
        List<HostResource> gone = profiles(
                List.of(), file("web-file", WEB), file("variables", "@{READABLE}=/srv\n"), "kernel yes", "loaded web");

        assertThat(named(gone, "AppArmor variables").needs()).contains("AppArmor profile in web-file");
    }
}
