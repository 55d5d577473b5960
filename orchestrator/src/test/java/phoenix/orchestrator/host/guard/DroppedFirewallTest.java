package phoenix.orchestrator.host.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
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
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.Question;
import phoenix.pve.FirewallRule;
import phoenix.pve.api.ClusterFirewallApi;
import phoenix.pve.api.ClusterFirewallApi.RuleList;

/** What Phoenix put into the firewall and the file drops. */
class DroppedFirewallTest {
    private static final String LOOK = "look-session.sh";
    private static final List<String> FILE = List.of(
            "fw [OPTIONS]",
            "fw",
            "fw enable: 1",
            "fw policy_in: DROP",
            "fw",
            "fw [IPSET office] # made by Phoenix",
            "fw",
            "fw 10.0.0.0/24",
            "fw",
            "fw [IPSET theirs]",
            "fw",
            "fw [RULES]",
            "fw",
            "fw IN ACCEPT -source +office -p tcp -dport 22,8006",
            "fw",
            "fw [group web] # made by Phoenix",
            "fw",
            "fw IN ACCEPT -p tcp -dport 443",
            "fw IN ACCEPT -p tcp -dport 80",
            "fw",
            "fw [group other] # made by hand, not made by Phoenix");

    private static List<HostResource> compare(HostServices.@Nullable NodeFirewall want, String made, String... more) {
        List<String> lines = new java.util.ArrayList<>(FILE);
        lines.addAll(List.of(more));
        Map<String, Object> calls = new HashMap<>();
        if (want != null) {
            calls.put(
                    ClusterFirewallApi.options().toString(), new TreeMap<>(Map.of("enable", "1", "policy_in", "DROP")));
            calls.put(
                    ClusterFirewallApi.rules(RuleList.ofCluster()).toString(),
                    List.of(FirewallRule.parse("IN ACCEPT -source +office -p tcp -dport 22,8006")));
            calls.put(ClusterFirewallApi.nodeOptions("pve").toString(), new TreeMap<String, String>());
            calls.put(ClusterFirewallApi.rules(RuleList.ofNode("pve")).toString(), List.of());
        }
        DesiredHost host = DesiredHost.EMPTY.with(
                new HostServices(List.of(), null, List.of(), new TreeMap<>(), want, null, null, List.of()));
        return new NodeFirewall("pve", "")
                .compare(host, new HostFacts(Map.of(LOOK, String.join("\n", lines), Made.LOOK, made), calls));
    }

    private static HostServices.NodeFirewall on(@Nullable String policy, @Nullable List<Firewall.Rule> rules) {
        return new HostServices.NodeFirewall(new Firewall(true, policy, null, rules), null, null, null);
    }

    @Test
    void what_phoenix_put_into_a_set_or_group_that_it_only_found_is_told_while_it_is_in_it() {
        String noted = """
                values\taddresses of set theirs\t10.0.0.1 10.0.0.2
                values\trules of security group other\tin ACCEPT {dport=22, proto=tcp}
                """;
        String[] same = {"fw IN ACCEPT -p tcp -dport 22", "fw [IPSET theirs]", "fw 10.0.0.2", "fw 10.0.0.1 # one"};

        assertThat(named(compare(null, noted, same), "addresses of set theirs").remarks())
                .singleElement()
                .asString()
                .startsWith("declared no more, and stays 10.0.0.1 10.0.0.2; to set others: in Proxmox's web interface");
        assertThat(named(compare(null, noted, same), "rules of security group other")
                        .remarks())
                .hasSize(1);
        assertThat(compare(null, noted))
                .as("with other contents they are somebody else's")
                .noneMatch(
                        one -> one.name().startsWith("addresses") || one.name().startsWith("rules of"));
    }

    @Test
    void what_is_put_into_a_set_that_is_found_is_noted_before() {
        HostServices.NodeFirewall want = new HostServices.NodeFirewall(
                new Firewall(true, null, null, null), null, Map.of("Theirs", List.of("10.0.0.2")), null);

        assertThat(named(compare(want, ""), "address set theirs").acts())
                .flatExtracting(Act::preview)
                .first()
                .isEqualTo(
                        "run on the node: note-made.sh /var/lib/phoenix values '+addresses of set theirs\t10.0.0.2'");
    }

    @Test
    void sets_and_groups_go_by_the_small_letters_that_proxmox_keeps_of_their_names() {
        HostServices.NodeFirewall want = new HostServices.NodeFirewall(
                new Firewall(true, null, null, null),
                Map.of("Mail", List.of(new Firewall.Rule("in", "ACCEPT", "+dc/Friends", null, "tcp", "25", null))),
                Map.of("Friends", List.of("10.0.0.2")),
                null);

        List<HostResource> all = compare(want, "");

        assertThat(preview(named(all, "address set friends")))
                .anyMatch(call -> call.startsWith("POST /cluster/firewall/ipset ") && call.endsWith(" name=friends"))
                .contains("POST /cluster/firewall/ipset/friends cidr=10.0.0.2");
        assertThat(preview(named(all, "security group mail")))
                .anyMatch(call -> call.startsWith("POST /cluster/firewall/groups/mail ")
                        && call.contains(" source=+dc/friends "));
    }

    private static HostResource named(List<HostResource> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().map(Act::preview).flatMap(List::stream).toList();
    }

    @Test
    void a_group_of_phoenix_s_that_no_rule_names_goes_after_the_rules_were_changed() {
        HostResource group = named(compare(null, ""), "security group web");

        assertThat(preview(group))
                .containsExactly(
                        "DELETE /cluster/firewall/groups/web/0",
                        "DELETE /cluster/firewall/groups/web/0",
                        "DELETE /cluster/firewall/groups/web");
        assertThat(group.needs()).contains("firewall rules", "firewall rules of the node");
    }

    @Test
    void a_set_that_the_rules_stop_naming_in_the_same_run_goes() {
        List<HostResource> all = compare(on("DROP", List.of()), "");

        HostResource set = named(all, "address set office");
        assertThat(preview(set)).containsExactly("DELETE /cluster/firewall/ipset/office force=1");
        assertThat(set.needs()).contains("firewall rules", "security group web");
        assertThat(named(all, "firewall rules").needs()).doesNotContain("address set office");
    }

    @Test
    void one_that_a_rule_names_stays_and_is_told_with_who_names_it() {
        HostResource set = named(compare(null, ""), "address set office");
        HostResource group = named(
                compare(
                        null,
                        "",
                        "other /etc/pve/firewall/950.fw [RULES]",
                        "other /etc/pve/firewall/950.fw |GROUP web",
                        "other /etc/pve/nodes/two/host.fw [RULES]",
                        "other /etc/pve/nodes/two/host.fw GROUP web -i vmbr0"),
                "security group web");

        assertThat(set.isAsDeclared()).isTrue();
        assertThat(set.remarks())
                .containsExactly(
                        "it is declared no more and stays, for rules name it: of the cluster; it goes when they do not any more");
        assertThat(group.isAsDeclared()).isTrue();
        assertThat(group.remarks()).singleElement().asString().contains("of guest 950, node two;");
    }

    @Test
    void a_set_that_a_declared_group_names_stays_and_one_that_only_a_dropped_group_names_goes() {
        Map<String, List<Firewall.Rule>> groups =
                Map.of("Web", List.of(new Firewall.Rule("in", "ACCEPT", "+dc/office", null, null, null, null)));
        HostServices.NodeFirewall want =
                new HostServices.NodeFirewall(new Firewall(true, "DROP", null, List.of()), groups, null, null);

        List<HostResource> all = compare(want, "");

        assertThat(named(all, "address set office").remarks())
                .singleElement()
                .asString()
                .contains("of security group web;");
        assertThat(preview(named(all, "security group web")))
                .as("the one that is there, written small")
                .noneMatch(call -> call.startsWith("POST /cluster/firewall/groups "));
    }

    @Test
    void what_somebody_else_made_is_left_alone() {
        assertThat(compare(null, ""))
                .extracting(HostResource::name)
                .containsExactly("security group web", "address set office");
    }

    @Test
    void what_is_made_says_so_in_its_comment() {
        HostServices.NodeFirewall want = new HostServices.NodeFirewall(
                new Firewall(true, "DROP", null, null),
                Map.of("db", List.of()),
                Map.of("home", List.of("10.1.0.0/24")),
                null);

        List<HostResource> all = compare(want, "");

        assertThat(preview(named(all, "security group db")))
                .containsExactly("POST /cluster/firewall/groups comment=made by Phoenix group=db");
        assertThat(preview(named(all, "address set home")))
                .startsWith("POST /cluster/firewall/ipset comment=made by Phoenix name=home");
    }

    @Test
    void rules_and_options_that_phoenix_set_stay_and_are_told() {
        List<HostResource> all = compare(
                null,
                "firewall\trules\nfirewall\tenable\nfirewall\tpolicy_in\nfirewall\tpolicy_out\nfirewall\tnode rules\n",
                "own [RULES]",
                "own IN ACCEPT -p tcp -dport 445");

        assertThat(all).allMatch(one -> one.isAsDeclared() || one.name().equals("security group web"));
        assertThat(named(all, "firewall rules").remarks())
                .containsExactly("1 rule of the cluster: declared no more, and left as they are; to delete the first:"
                        + " pvesh delete /cluster/firewall/rules/0");
        assertThat(named(all, "firewall rules of the node").remarks())
                .singleElement()
                .asString()
                .endsWith("pvesh delete /nodes/pve/firewall/rules/0");
        assertThat(named(all, "firewall").remarks())
                .containsExactly(
                        "enable of the cluster: declared no more, and stays 1; to take it back:"
                                + " pvesh set /cluster/firewall/options --delete enable",
                        "policy_in of the cluster: declared no more, and stays DROP; to take it back:"
                                + " pvesh set /cluster/firewall/options --delete policy_in");
    }

    @Test
    void a_policy_alone_that_is_dropped_is_told_and_one_that_is_declared_is_not() {
        String made = "firewall\tenable\nfirewall\tpolicy_in\n";

        assertThat(named(compare(on(null, null), made), "firewall").remarks())
                .singleElement()
                .asString()
                .startsWith("policy_in of the cluster: declared no more");
        assertThat(named(compare(on("DROP", null), made), "firewall").remarks()).isEmpty();
        assertThat(named(compare(on(null, null), ""), "firewall").remarks())
                .as("set by somebody else")
                .isEmpty();
    }

    @Test
    void without_a_firewall_in_the_file_the_api_is_not_asked() {
        assertThat(new NodeFirewall("pve", "").questions(DesiredHost.EMPTY))
                .hasOnlyElementsOfType(Question.Script.class);
    }
}
