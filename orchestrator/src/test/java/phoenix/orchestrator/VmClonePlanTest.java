package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.PlannedVms.DOCKER;
import static phoenix.orchestrator.PlannedVms.ROOT_SHELL;
import static phoenix.orchestrator.PlannedVms.docker;
import static phoenix.orchestrator.PlannedVms.finishedTemplate;
import static phoenix.orchestrator.PlannedVms.guest;
import static phoenix.orchestrator.PlannedVms.last;
import static phoenix.orchestrator.PlannedVms.managed;
import static phoenix.orchestrator.PlannedVms.node;
import static phoenix.orchestrator.PlannedVms.nothing;
import static phoenix.orchestrator.PlannedVms.plan;
import static phoenix.orchestrator.PlannedVms.previews;
import static phoenix.orchestrator.PlannedVms.sent;
import static phoenix.orchestrator.PlannedVms.settledClone;
import static phoenix.orchestrator.PlannedVms.subject;
import static phoenix.orchestrator.PlannedVms.template;
import static phoenix.orchestrator.PlannedVms.titles;
import static phoenix.orchestrator.PlannedVms.web;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Templates of VMs and their clones: linked or full, stale or not, and what a clone does not keep. */
class VmClonePlanTest {
    @Test
    void a_finished_template_is_never_started_whatever_its_features_say() {
        WantedVm wanted = template();
        wanted.features.add(DOCKER);

        Plan plan = plan(node(finishedTemplate()), wanted.value());

        assertThat(titles(plan, 8000)).isEmpty();
        assertThat(subject(plan, 8000).remarks()).anyMatch(remark -> remark.contains("never starts again"));
    }

    @Test
    void a_template_with_a_snapshot_of_its_end_is_refused_because_proxmox_converts_no_vm_with_snapshots() {
        WantedVm wanted = template();
        wanted.templateSnapshot = "initial";

        Subject.Refusal refusal =
                subject(plan(nothing(), wanted.value()), 8000).refusal().orElseThrow();

        assertThat(refusal.why()).contains("makes no template of a VM with snapshots");
        assertThat(refusal.hint()).contains("drop template_snapshot_name");
    }

    @Test
    void a_stale_clone_is_made_anew_only_when_asked() {
        WantedVm wanted = template();
        ActualGuest newer = guest(
                8000,
                Note.made(new VmId(8000), "debian-12.qcow2", Map.of("base_setup", "0000aaaa"))
                        .managing(managed(8000)),
                Map.of("template", "1", "name", "debian", "agent", "enabled=1"),
                false);

        Plan kept = plan(node(newer, settledClone(true)), wanted.value(), docker().value());
        Plan anew = plan(Redo.ANEW, node(newer, settledClone(true)), wanted.value(), docker().value());

        assertThat(kept.stale()).extracting(Subject::id).containsExactly("8001");
        assertThat(subject(anew, 8001).action()).isEqualTo(Subject.Action.RECREATE);
        assertThat(titles(anew, 8001)).startsWith("stop", "delete", "clone from 8000");
    }

    @Test
    void a_template_goes_only_with_its_linked_clones_and_after_them() {
        ActualGuest linked = guest(
                8001,
                Note.made(new VmId(8001), "8000", Map.of()),
                Map.of("scsi0", "local-zfs:base-8000-disk-0/vm-8001-disk-0,size=3G"),
                false);
        Actual node = node(finishedTemplate(), linked);

        Plan alone = Planner.delete(Fleet.EMPTY, node, List.of(new VmId(8000)));
        Plan both = Planner.delete(Fleet.EMPTY, node, List.of(new VmId(8000), new VmId(8001)));

        assertThat(subject(alone, 8000).refusal().orElseThrow().hint()).contains("phoenix --delete 8000 8001");
        assertThat(subject(both, 8000).steps().get(0).needs())
                .extracting(Object::toString)
                .containsExactly("8001/delete");
    }

    @Test
    void a_clone_shares_the_template_s_disk_where_both_lie_on_one_storage_that_can_do_so() {
        WantedVm linked = web(null);
        WantedVm full = web(true);
        Actual alone = node(ROOT_SHELL, Map.of("local-zfs", "lvm"));

        assertThat(previews(plan(nothing(), template().value(), linked.value()), 8001))
                .anyMatch(call -> call.startsWith("POST /nodes/pve/qemu/8000/clone") && call.contains("full=0"));
        assertThat(previews(plan(nothing(), template().value(), full.value()), 8001))
                .anyMatch(call -> call.contains("full=1") && call.contains("storage=local-zfs"));
        assertThat(previews(plan(alone, template().value(), linked.value()), 8001))
                .anyMatch(call -> call.contains("full=1"));
    }

    @Test
    void a_clone_of_a_snapshot_is_refused_where_the_storage_cannot_copy_one() {
        WantedVm source = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, null));
        source.templateSnapshot = "ready";
        WantedVm wanted = new WantedVm(8001, "web", new Origin.Clone(new VmId(8000), "ready", null));

        Plan refused = plan(nothing(), source.value(), wanted.value());
        Plan thin = plan(node(ROOT_SHELL, Map.of("local-zfs", "lvmthin")), source.value(), wanted.value());

        assertThat(subject(refused, 8001).refusal().orElseThrow().why()).contains("cannot copy a snapshot's disks");
        assertThat(subject(refused, 8001).refusal().orElseThrow().hint()).contains("\"is_template\": true");
        assertThat(subject(thin, 8001).refusal()).isEmpty();
    }

    @Test
    void a_clone_does_not_keep_its_template_s_documents_and_devices() {
        WantedVm source = template();
        source.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of("gpu0"));

        Plan plan = plan(nothing(), source.value(), web(null).value());

        assertThat(previews(plan, 8001))
                .anyMatch(call -> call.startsWith("PUT /nodes/pve/qemu/8001/config")
                        && call.contains("delete=cicustom,hostpci0"));
    }

    @Test
    void a_template_that_was_left_while_it_started_is_waited_for_before_it_is_sealed() {
        Note begun = last(plan(nothing(), template().value()), 8000);
        Map<String, String> options = sent(plan(nothing(), template().value()), 8000);

        assertThat(titles(
                        plan(node(guest(8000, begun, options, true)), template().value()), 8000))
                .containsExactly("wait until it is ready", "seal for cloning", "stop", "make it a template");
    }
}
