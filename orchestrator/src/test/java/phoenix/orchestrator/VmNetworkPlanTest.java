package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.PlannedVms.docker;
import static phoenix.orchestrator.PlannedVms.finishedTemplate;
import static phoenix.orchestrator.PlannedVms.guest;
import static phoenix.orchestrator.PlannedVms.network;
import static phoenix.orchestrator.PlannedVms.node;
import static phoenix.orchestrator.PlannedVms.nothing;
import static phoenix.orchestrator.PlannedVms.plan;
import static phoenix.orchestrator.PlannedVms.previews;
import static phoenix.orchestrator.PlannedVms.settledClone;
import static phoenix.orchestrator.PlannedVms.stepsTitled;
import static phoenix.orchestrator.PlannedVms.subject;
import static phoenix.orchestrator.PlannedVms.template;
import static phoenix.orchestrator.PlannedVms.titles;
import static phoenix.orchestrator.PlannedVms.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.GuestFirewall;
import phoenix.pve.VmId;

/** A VM's networks and its firewall. */
class VmNetworkPlanTest {
    @Test
    void a_vm_gets_its_firewall_before_it_starts_and_loses_it_with_the_files_word() {
        WantedVm wanted = docker();
        wanted.firewall = new Firewall(true, "DROP", null, List.of());

        Plan made = plan(nothing(), template().value(), wanted.value());
        Note note = Note.made(new VmId(8001), "8000", Map.of()).managing(Set.of("firewall", "name"));
        NodeFacts filtering = new NodeFacts(
                Map.of(),
                Map.of(new VmId(8001), GuestFirewall.parse("[OPTIONS]\nenable: 1\n")),
                Optional.empty(),
                Optional.empty());
        Plan dropped = plan(
                node(finishedTemplate(), guest(8001, note, Map.of("name", "docker"), true))
                        .with(filtering),
                template().value(),
                docker().value());

        assertThat(titles(made, 8001)).containsSubsequence("configure", "firewall", "start");
        assertThat(stepsTitled(made, "firewall"))
                .contains("PUT /nodes/pve/qemu/8001/firewall/options enable=1 policy_in=DROP");
        assertThat(stepsTitled(dropped, "firewall"))
                .contains("PUT /nodes/pve/qemu/8001/firewall/options delete=enable");
        assertThat(titles(dropped, 8001)).as("the note forgets it last").containsSubsequence("firewall", "configure");
    }

    @Test
    void an_address_that_a_guest_of_no_file_has_is_refused() {
        WantedVm wanted = docker();
        wanted.networks.clear();
        wanted.networks.add(new Network("", "vmbr0", "10.0.0.101/24", null, null, null, null, null, null, null, null));
        ActualGuest stranger = guest(
                777,
                Note.made(new VmId(777), "", Map.of()),
                Map.of("name", "other", "ipconfig0", "ip=10.0.0.101/24"),
                true);

        Plan plan = plan(node(stranger), template().value(), wanted.value());

        assertThat(subject(plan, 8001).refusal().orElseThrow().why())
                .contains("address 10.0.0.101 of VM 8001 (docker) is taken by VM 777 (other)");
    }

    @Test
    void a_clone_keeps_neither_its_template_s_address_nor_a_network_that_the_file_does_not_give_it() {
        WantedVm source = template();
        source.networks.add(network("10.0.0.80/24"));
        source.networks.add(network("10.0.1.80/24"));
        WantedVm one = web(null);
        one.networks.add(network("10.0.0.81/24"));

        assertThat(previews(plan(nothing(), source.value(), one.value()), 8001))
                .anyMatch(call -> call.contains("delete=cicustom,ipconfig1,net1 "));
        assertThat(previews(plan(nothing(), source.value(), web(null).value()), 8001))
                .anyMatch(call -> call.contains("delete=cicustom,ipconfig0,ipconfig1 "));
    }

    @Test
    void an_interface_that_the_firewall_shall_not_look_at_is_no_change_where_nobody_set_that() {
        WantedVm wanted = docker();
        Network network = wanted.networks.get(0);
        wanted.networks.set(
                0,
                new Network(
                        "",
                        network.bridge(),
                        network.ip(),
                        network.gateway(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null));

        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), wanted.value());

        assertThat(subject(plan, 8001).changes()).extracting(Change::attribute).doesNotContain("net0");
    }
}
