package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.PlannedVms.docker;
import static phoenix.orchestrator.PlannedVms.finishedTemplate;
import static phoenix.orchestrator.PlannedVms.guest;
import static phoenix.orchestrator.PlannedVms.last;
import static phoenix.orchestrator.PlannedVms.managed;
import static phoenix.orchestrator.PlannedVms.node;
import static phoenix.orchestrator.PlannedVms.nothing;
import static phoenix.orchestrator.PlannedVms.plan;
import static phoenix.orchestrator.PlannedVms.previews;
import static phoenix.orchestrator.PlannedVms.settledClone;
import static phoenix.orchestrator.PlannedVms.subject;
import static phoenix.orchestrator.PlannedVms.template;
import static phoenix.orchestrator.PlannedVms.titles;
import static phoenix.orchestrator.PlannedVms.with;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;

/** A VM's disks: they grow, come and go, and none is ever shrunk. */
class VmDiskPlanTest {
    @Test
    void a_further_disk_on_a_storage_that_is_not_there_is_refused() {
        WantedVm wanted = template();
        wanted.disks = List.of(new DesiredVm.Disk("tank-disks", 8));

        Subject.Refusal refusal =
                subject(plan(nothing(), wanted.value()), 8000).refusal().orElseThrow();

        assertThat(refusal.why()).contains("storage 'tank-disks' of VM 8000");
        assertThat(refusal.hint()).contains("use one of: local-zfs", "phoenix --setup-hypervisor");
    }

    @Test
    void other_firmware_comes_with_the_disk_that_it_needs_and_one_made_without_is_let_alone() {
        WantedVm efi = docker();
        efi.hardware = new Hardware(null, null, null, null, "ovmf", true, true, null, null);
        ActualGuest settled = settledClone(true);
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("bios", "ovmf");
        options.put("tpmstate0", "local-zfs:vm-8001-disk-1,size=4M,version=v2.0");
        ActualGuest without = guest(8001, settled.memory().note().orElseThrow(), options, true);

        Plan change = plan(node(finishedTemplate(), settled), template().value(), efi.value());
        Plan none = plan(node(finishedTemplate(), without), template().value(), efi.value());

        assertThat(titles(change, 8001))
                .containsSubsequence("add disk efidisk0", "add disk tpmstate0", "configure", "restart");
        assertThat(titles(none, 8001)).noneMatch(title -> title.startsWith("add disk"));
    }

    @Test
    void a_disk_grows_and_never_shrinks() {
        WantedVm larger = docker();
        larger.diskGiB = 40;
        WantedVm smaller = docker();
        smaller.diskGiB = 16;
        Actual node = node(finishedTemplate(), settledClone(true));

        assertThat(titles(plan(node, template().value(), larger.value()), 8001))
                .containsExactly("grow scsi0 to 40G", "grow the file system");
        assertThat(subject(plan(node, template().value(), smaller.value()), 8001)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("cannot shrink it to 16G");
    }

    @Test
    void protection_that_a_run_took_away_for_a_disk_and_was_cut_off_is_given_back() {
        ActualGuest settled = settledClone(true);
        Note note = settled.memory().note().orElseThrow();
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("protection", "0");
        ActualGuest owing = guest(8001, note.managing(with(note.managed(), "protection.lifted")), options, true);

        Plan plan = plan(node(finishedTemplate(), owing), template().value(), docker().value());

        assertThat(previews(plan, 8001))
                .anyMatch(call -> call.contains("/qemu/8001/config") && call.contains("protection=1"));
        assertThat(last(plan, 8001).managed()).doesNotContain("protection", "protection.lifted");
        assertThat(subject(plan, 8001).remarks())
                .contains("its protection was taken away by a run that was cut off, and is set again");
        assertThat(subject(plan, 8001).changes())
                .noneMatch(change -> change.attribute().equals("managed options"));
    }

    @Test
    void a_further_disk_is_never_shrunk() {
        WantedVm two = docker();
        two.disks = List.of(new DesiredVm.Disk("local-zfs", 1));
        ActualGuest settled = settledClone(true);
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("scsi1", "local-zfs:vm-8001-disk-1,size=2G");
        ActualGuest larger = guest(8001, settled.memory().note().orElseThrow(), options, true);

        Subject.Refusal refusal = subject(
                        plan(node(finishedTemplate(), larger), template().value(), two.value()), 8001)
                .refusal()
                .orElseThrow();

        assertThat(refusal.why())
                .contains("the disk scsi1 of VM 8001 (docker) is 2G; Proxmox VE cannot shrink it to 1G");
        assertThat(refusal.hint()).contains("\"size_gb\": 2");
    }

    @Test
    void a_disk_that_the_file_drops_is_detached_and_its_volume_stays() {
        WantedVm two = docker();
        two.disks = List.of(new DesiredVm.Disk("local-zfs", 1));
        ActualGuest settled = settledClone(true);
        Note with = settled.memory().note().orElseThrow().managing(with(managed(8001), "scsi1"));
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("scsi1", "local-zfs:vm-8001-disk-1,size=1G");
        Actual node = node(finishedTemplate(), guest(8001, with, options, true));

        Plan kept = plan(node, template().value(), two.value());
        Plan dropped = plan(node, template().value(), docker().value());

        assertThat(titles(kept, 8001)).doesNotContain("detach disk scsi1");
        assertThat(titles(dropped, 8001)).contains("detach disk scsi1");
        assertThat(subject(dropped, 8001).changes())
                .anyMatch(change -> change.reason().contains("its volume stays, as an unused one"));
    }
}
