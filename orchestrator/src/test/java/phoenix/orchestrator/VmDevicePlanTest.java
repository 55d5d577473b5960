package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.PlannedVms.guest;
import static phoenix.orchestrator.PlannedVms.node;
import static phoenix.orchestrator.PlannedVms.nothing;
import static phoenix.orchestrator.PlannedVms.plan;
import static phoenix.orchestrator.PlannedVms.previews;
import static phoenix.orchestrator.PlannedVms.subject;
import static phoenix.orchestrator.PlannedVms.template;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.note.Note;
import phoenix.pve.VmId;

/** Devices of the node that a VM gets for itself. */
class VmDevicePlanTest {
    @Test
    void a_token_is_refused_an_image_by_its_path_and_a_device_by_its_address() {
        WantedVm byPath = new WantedVm(8000, "debian", new Origin.Image("/images/debian.qcow2", null, null));
        WantedVm byAddress = template();
        byAddress.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of("01:00.0"));
        Actual token = node(new Access(false, false));

        assertThat(subject(plan(token, byPath.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("lets root@pam alone name");
        assertThat(subject(plan(token, byAddress.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .hint())
                .contains("make a resource mapping");
    }

    @Test
    void a_device_that_another_vm_has_is_refused() {
        WantedVm wanted = template();
        wanted.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of("01:00.0"));
        ActualGuest other =
                guest(8100, Note.made(new VmId(8100), "x", Map.of()), Map.of("hostpci0", "0000:01:00,pcie=1"), true);

        assertThat(subject(plan(node(other), wanted.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("is passed through to VM 8100");
    }

    @Test
    void a_device_makes_the_machine_a_q35() {
        WantedVm wanted = template();
        wanted.hardware = new Hardware(null, null, null, null, "ovmf", false, true, null, List.of("gpu0"));

        assertThat(previews(plan(nothing(), wanted.value()), 8000))
                .anyMatch(call -> call.contains("hostpci0=mapping=gpu0,pcie=1")
                        && call.contains("machine=q35")
                        && call.contains("efidisk0=local-zfs:1"));
    }
}
