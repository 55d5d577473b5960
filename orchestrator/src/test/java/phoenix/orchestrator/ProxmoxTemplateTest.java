package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Redo;
import phoenix.pve.VmId;

/** Containers that are made templates of Proxmox's own, and their linked clones. */
class ProxmoxTemplateTest {
    private static final VmId BASE = new VmId(900);
    private static final VmId CLONE = new VmId(953);
    private static final Note BASE_DONE = Note.made(BASE, Found.ARCHIVE, Map.of())
            .withFeature("one", "11111111")
            .managing(Set.of("hostname"));

    @Test
    void a_template_is_stopped_and_made_one_at_the_end_and_its_clone_waits_for_that() {
        PlanView plan = PlanView.of(Found.node(), Redo.NOTHING, base("11111111"), clone(true));

        assertThat(plan.titles(900)).endsWith("feature one", "stop", "make it a template");
        assertThat(plan.titles(900)).noneMatch(title -> title.startsWith("snapshot"));
        assertThat(plan.titles(953)).startsWith("linked clone from 900");
        assertThat(plan.subject(953).steps().get(0).needs())
                .anyMatch(key -> key.toString().equals("900/template"));
    }

    @Test
    void a_linked_clone_names_no_storage_and_no_snapshot_and_a_whole_one_names_the_storage() {
        assertThat(call(clone(true))).contains("full=0").doesNotContain("storage=", "snapname=");
        assertThat(call(clone(false))).contains("full=1", "storage=local-zfs").doesNotContain("snapname=");
    }

    @Test
    void a_finished_template_is_left_alone() {
        assertThat(PlanView.of(Found.node(finished()), Redo.NOTHING, base("11111111"))
                        .plan()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void what_a_finished_template_lacks_is_told_and_it_is_never_started() {
        for (Redo redo : List.of(Redo.NOTHING, Redo.IN_PLACE)) {
            PlanView plan = PlanView.of(Found.node(finished()), redo, base("22222222"));

            assertThat(plan.titles(900)).isEmpty();
            assertThat(plan.subject(900).remarks())
                    .anyMatch(remark -> remark.contains("never starts again: feature one"));
        }
    }

    @Test
    void a_template_that_the_file_wants_to_run_is_refused() {
        DesiredContainer plain = new Wanted(BASE, "base", new Origin.Template("debian-12-standard")).value();

        assertThat(PlanView.of(Found.node(finished()), Redo.NOTHING, plain)
                        .refusal(900)
                        .why())
                .contains("is a template of Proxmox's own");
    }

    @Test
    void one_with_snapshots_is_made_no_template() {
        Found found = new Found(BASE, "base", BASE_DONE).running().snapshot("final-form", BASE_DONE);

        assertThat(PlanView.of(Found.node(found), Redo.NOTHING, base("11111111"))
                        .refusal(900)
                        .why())
                .contains("has snapshots (final-form)");
    }

    @Test
    void a_template_with_linked_clones_is_not_made_anew_under_them() {
        Note old = Note.made(BASE, "debian-11-standard_11.7-1_amd64.tar.zst", Map.of())
                .withFeature("one", "11111111")
                .managing(Set.of("hostname"));
        Found base = new Found(BASE, "base", old).option("template", "1");
        Found linked = new Found(new VmId(777), "other", null)
                .option("rootfs", "local-zfs:basevol-900-disk-0/subvol-777-disk-0,size=8G");

        assertThat(PlanView.of(Found.node(base, linked), Redo.ANEW, base("11111111"))
                        .refusal(900)
                        .why())
                .contains("777 (other) are linked clones of it");
    }

    @Test
    void a_clone_keeps_neither_its_source_s_address_nor_a_network_that_the_file_does_not_give_it() {
        Found source = finished()
                .option(
                        "net0",
                        "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=10.0.0.9/24,ip6=fd00::9/64,mtu=1400")
                .option("net1", "name=eth1,bridge=vmbr1,hwaddr=BC:24:11:00:00:02,ip=10.0.1.9/24");
        Wanted clone = new Wanted(CLONE, "gateway", new Origin.Clone(BASE, null, true));
        clone.networks.put("net0", Wanted.network("10.0.0.10/24", "10.0.0.1"));

        String configured = PlanView.of(Found.node(source), Redo.NOTHING, base("11111111"), clone.value())
                .subject(953)
                .steps()
                .get(1)
                .preview()
                .toString();

        assertThat(configured)
                .contains("delete=net1", "ip=10.0.0.10/24", "mtu=1400")
                .doesNotContain("ip6=");
    }

    private static String call(DesiredContainer clone) {
        return PlanView.of(Found.node(finished()), Redo.NOTHING, base("11111111"), clone)
                .subject(953)
                .steps()
                .get(0)
                .preview()
                .get(0);
    }

    private static Found finished() {
        return new Found(BASE, "base", BASE_DONE).option("template", "1");
    }

    private static DesiredContainer base(String digest) {
        Wanted want = new Wanted(BASE, "base", new Origin.Template("debian-12-standard"));
        want.proxmoxTemplate = true;
        want.features.add(new Feature("one", Path.of("features/one"), Inputs.NONE, digest));
        return want.value();
    }

    private static DesiredContainer clone(boolean linked) {
        return new Wanted(CLONE, "gateway", new Origin.Clone(BASE, null, linked)).value();
    }
}
