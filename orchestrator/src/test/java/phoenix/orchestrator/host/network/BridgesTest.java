package phoenix.orchestrator.host.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostBridge;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.api.NetworkApi;

class BridgesTest {
    private static final HostBridge MAIN = new HostBridge("vmbr0", "10.0.0.13/24", "10.0.0.1", null, null, null);
    private static final Map<String, String> THERE = Map.of(
            "iface",
            "vmbr0",
            "type",
            "bridge",
            "cidr",
            "10.0.0.13/24",
            "gateway",
            "10.0.0.1",
            "bridge_ports",
            "eno1",
            "autostart",
            "1",
            "bridge_stp",
            "off");

    private static HostResource compare(List<Map<String, String>> found, String look, HostBridge... bridges) {
        return all(found, look, bridges).get(0);
    }

    private static List<HostResource> all(List<Map<String, String>> found, String look, HostBridge... bridges) {
        return all(found, look, "", bridges);
    }

    private static List<HostResource> all(
            List<Map<String, String>> found, String look, String noted, HostBridge... bridges) {
        return new Bridges("pve")
                .compare(
                        DesiredHost.EMPTY.withBridges(List.of(bridges)),
                        new HostFacts(
                                Map.of("look-network.sh", "ifreload yes\n" + look, Made.LOOK, noted),
                                Map.of(NetworkApi.list("pve").toString(), found)));
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    @Test
    void a_network_as_declared_is_left_alone_and_needs_no_consent() {
        HostResource same = compare(List.of(THERE), "", MAIN);

        assertThat(same.isAsDeclared()).isTrue();
        assertThat(same.missing(Set.of())).isEmpty();
    }

    @Test
    void a_change_is_sent_as_a_whole_definition_and_kept_only_if_it_is_confirmed() {
        HostBridge aware = new HostBridge("vmbr0", null, null, null, true, null);

        HostResource change = compare(List.of(THERE), "", aware);

        assertThat(change.changes()).extracting(Change::toString).containsExactly("vmbr0 bridge_vlan_aware: 0 -> 1");
        assertThat(change.missing(Set.of())).containsExactly(HostConsent.NETWORK);
        assertThat(preview(change))
                .containsExactly(
                        "run on the node: guard-network.sh",
                        "run on the node: note-made.sh /var/lib/phoenix values"
                                + " '+bridge_vlan_aware of bridge vmbr0\t1'",
                        "PUT /nodes/pve/network/vmbr0 autostart=1 bridge_ports=eno1 bridge_vlan_aware=1"
                                + " cidr=10.0.0.13/24 gateway=10.0.0.1 type=bridge",
                        "PUT /nodes/pve/network",
                        "run on the node: confirm-network.sh");
    }

    @Test
    void a_new_bridge_without_ports_is_made() {
        HostResource made =
                compare(List.of(THERE), "", new HostBridge("vmbr1", "10.1.0.1/24", null, List.of(), null, null));

        assertThat(preview(made))
                .contains("POST /nodes/pve/network autostart=1 cidr=10.1.0.1/24 comments=made by Phoenix iface=vmbr1"
                        + " type=bridge");
    }

    @Test
    void ports_that_go_are_deleted_by_name() {
        HostResource change = compare(List.of(THERE), "", new HostBridge("vmbr0", null, null, List.of(), null, null));

        assertThat(preview(change))
                .contains("PUT /nodes/pve/network/vmbr0 autostart=1 cidr=10.0.0.13/24 delete=bridge_ports"
                        + " gateway=10.0.0.1 type=bridge");
    }

    @Test
    void a_bridge_that_shall_not_tell_vlans_apart_is_never_sent_the_option_and_all_that_goes_is_deleted_at_once() {
        HostBridge unaware = new HostBridge("vmbr0", null, null, List.of(), false, null);
        Map<String, String> aware = new java.util.HashMap<>(THERE);
        aware.put("bridge_vlan_aware", "1");

        assertThat(preview(compare(List.of(aware), "", unaware)))
                .contains("PUT /nodes/pve/network/vmbr0 autostart=1 cidr=10.0.0.13/24"
                        + " delete=bridge_ports,bridge_vlan_aware gateway=10.0.0.1 type=bridge");
        assertThat(preview(compare(List.of(), "", new HostBridge("vmbr1", "10.1.0.1/24", null, null, false, null))))
                .contains("POST /nodes/pve/network autostart=1 cidr=10.1.0.1/24 comments=made by Phoenix iface=vmbr1"
                        + " type=bridge");
    }

    @Test
    void what_somebody_else_staged_is_neither_applied_nor_thrown_away() {
        HostResource refused = compare(
                List.of(THERE),
                "staged -iface eno2 inet manual\n",
                new HostBridge("vmbr0", "10.0.0.14/24", null, null, null, null));

        assertThat(refused.refusal().map(Subject.Refusal::why).orElse(""))
                .contains("somebody staged other changes")
                .contains("-iface eno2 inet manual");
    }

    @Test
    void what_an_interrupted_run_left_is_taken_back_first() {
        List<HostResource> found = all(List.of(THERE), "ours yes\nstaged +mtu 9000\n", MAIN);

        assertThat(preview(found.get(0))).containsExactly("run on the node: restore-network.sh");
        assertThat(found.get(1).needs()).contains("interrupted change of the network");
        assertThat(found.get(1).isAsDeclared()).isFalse();
        assertThat(found.get(1).refusal()).isEmpty();
    }

    @Test
    void an_interface_of_another_kind_is_refused() {
        HostResource refused = compare(List.of(Map.of("iface", "vmbr0", "type", "OVSBridge")), "", MAIN);

        assertThat(refused.refusal().map(Subject.Refusal::why)).contains("vmbr0 is no bridge but of type 'OVSBridge'");
    }

    @Test
    void a_bridge_that_phoenix_made_is_told_while_it_is_there_and_not_declared() {
        String look = "made vmbr7\n";
        HostBridge seven = new HostBridge("vmbr7", null, null, List.of(), null, null);
        Map<String, String> there = Map.of("iface", "vmbr7", "type", "bridge", "comments", "made by Phoenix\n");

        assertThat(all(List.of(), look)).singleElement().matches(HostResource::isAsDeclared);
        assertThat(all(List.of(), look).get(0).remarks())
                .containsExactly("bridge vmbr7 is declared no more and stays, for guests may use it; to remove it:"
                        + " pvesh delete /nodes/pve/network/vmbr7 && pvesh set /nodes/pve/network");
        assertThat(compare(List.of(THERE, there), look, MAIN).remarks()).hasSize(1);
        assertThat(compare(List.of(there), look, seven).remarks()).isEmpty();
        assertThat(all(List.of(), "")).isEmpty();
    }

    @Test
    void an_option_that_phoenix_set_and_that_is_declared_no_more_is_told_while_the_bridge_has_it() {
        String look = "bridge vmbr0 cidr 10.0.0.13/24\nbridge vmbr0 bridge_ports \nbridge vmbr0 mtu 9000\n";
        String noted = """
                values\tmtu of bridge vmbr0\t9000
                values\tbridge_ports of bridge vmbr0\t
                values\tgateway of bridge vmbr0\t10.0.0.1
                """;
        HostBridge ports = new HostBridge("vmbr0", null, null, List.of("eno1"), null, null);

        assertThat(told(all(List.of(), look, noted)))
                .containsExactly(
                        "bridge_ports of bridge vmbr0: declared no more, and stays empty; to set another: in Proxmox's web"
                                + " interface (node, System, Network); to hear no more of it, remove its line from"
                                + " /var/lib/phoenix/values",
                        "mtu of bridge vmbr0: declared no more, and stays 9000; to set another: in Proxmox's web"
                                + " interface (node, System, Network); to hear no more of it, remove its line from"
                                + " /var/lib/phoenix/values");
        assertThat(told(all(List.of(THERE), look, noted, ports)))
                .singleElement()
                .asString()
                .startsWith("mtu of bridge vmbr0: ");
        assertThat(told(all(List.of(), look + "made vmbr0\n", noted)))
                .as("of a bridge that is told itself, its options are not")
                .singleElement()
                .asString()
                .startsWith("network bridges: ");
    }

    private static List<String> told(List<HostResource> resources) {
        return resources.stream()
                .flatMap(resource -> resource.remarks().stream().map(remark -> resource.name() + ": " + remark))
                .toList();
    }

    @Test
    void without_bridges_in_the_file_the_api_is_not_asked() {
        assertThat(new Bridges("pve").questions(DesiredHost.EMPTY)).hasOnlyElementsOfType(Question.Script.class);
    }
}
