package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VmId;

/** What keeps a guest from being deleted, and what goes with it. */
class DeletionTest {
    private static final VmId BASE = new VmId(900);
    private static final VmId API = new VmId(950);
    private static final VmId GATEWAY = new VmId(953);
    private static final Fleet FLEET = fleet();

    @Test
    void a_guest_that_another_one_needs_is_not_deleted_without_it() {
        PlanView plan = delete(FLEET, Found.node(found(API), found(GATEWAY)), API);

        assertThat(plan.refusal(950).why()).isEqualTo("container 950 (api) is needed by 953 (gateway)");
        assertThat(plan.refusal(950).hint()).contains("phoenix --delete 950 953", "\"dependencies\"");
    }

    @Test
    void a_dependant_that_is_not_there_keeps_nobody() {
        assertThat(delete(FLEET, Found.node(found(API)), API).titles(950)).containsExactly("delete");
    }

    @Test
    void guests_that_are_named_together_go_dependants_first() {
        PlanView plan = delete(FLEET, Found.node(found(API).running(), found(GATEWAY)), API, GATEWAY);

        assertThat(plan.plan().subjects().stream().map(subject -> subject.id())).containsExactly("953", "950");
        assertThat(plan.subject(950).steps().get(0).needs()).containsExactly(new StepKey("953", "delete"));
    }

    @Test
    void the_base_of_a_linked_clone_is_not_deleted_without_it_whether_the_clone_is_declared_or_not() {
        Found clone = new Found(new VmId(960), "stranger", null)
                .option("rootfs", "local-zfs:basevol-900-disk-0/subvol-960-disk-0,size=8G");

        PlanView plan = delete(Fleet.EMPTY, Found.node(found(BASE), clone), BASE);

        assertThat(plan.refusal(900).why())
                .isEqualTo("container 900 (base) is the base of the linked clone 960 (stranger)");
    }

    @Test
    void on_a_storage_of_files_a_linked_clone_goes_before_its_base_too() {
        Found clone = found(GATEWAY).option("scsi0", "local:950/base-950-disk-0.qcow2/953/vm-953-disk-0.qcow2,size=8G");

        PlanView plan = delete(Fleet.EMPTY, Found.node(found(API), clone), API, GATEWAY);

        assertThat(plan.subject(950).steps().get(0).needs()).containsExactly(new StepKey("953", "delete"));
        assertThat(delete(Fleet.EMPTY, Found.node(found(API), clone), API)
                        .refusal(950)
                        .why())
                .isEqualTo("container 950 (api) is the base of the linked clone 953 (gateway)");
    }

    @Test
    void a_clone_that_is_named_too_and_may_not_go_keeps_its_base_and_what_that_needs() {
        Found clone = found(GATEWAY)
                .option("rootfs", "local-zfs:basevol-950-disk-0/subvol-953-disk-0,size=8G")
                .option("protection", "1");
        Found between = found(API).option("rootfs", "local-zfs:basevol-900-disk-0/basevol-950-disk-0,size=8G");

        PlanView plan = delete(Fleet.EMPTY, Found.node(found(BASE), between, clone), BASE, API, GATEWAY);

        assertThat(plan.refusal(953).why()).isEqualTo("container 953 (gateway) is protected");
        assertThat(plan.refusal(950).why()).isEqualTo("950 (api) cannot go while 953 (gateway) stays");
        assertThat(plan.refusal(950).hint()).isEqualTo("see what is said of 953");
        assertThat(plan.refusal(900).why()).isEqualTo("900 (base) cannot go while 950 (api) stays");
    }

    @Test
    void whole_copies_are_shown_and_keep_nobody() {
        PlanView plan = delete(FLEET, Found.node(found(BASE), found(API)), BASE);

        assertThat(plan.subject(900).remarks()).containsExactly("950 (api) was copied from it whole, and stays");
        assertThat(plan.titles(900)).containsExactly("delete");
    }

    @Test
    void the_apparmor_profile_goes_with_the_last_container_that_is_bound_to_it() {
        Found one = found(API).raw("lxc.apparmor.profile", "mine");
        Found other = found(GATEWAY).raw("lxc.apparmor.profile", "mine");

        assertThat(delete(Fleet.EMPTY, Found.node(one, other), API).titles(950)).containsExactly("delete");
        assertThat(delete(Fleet.EMPTY, Found.node(one), API).titles(950))
                .containsExactly("delete", "remove AppArmor profile mine");
        PlanView both = delete(Fleet.EMPTY, Found.node(one, other), API, GATEWAY);
        assertThat(both.titles(950)).containsExactly("delete");
        assertThat(both.titles(953)).containsExactly("delete", "remove AppArmor profile mine");
    }

    @Test
    void profiles_that_are_not_of_a_file_stay() {
        Found confined = found(API).raw("lxc.apparmor.profile", "unconfined");

        assertThat(delete(Fleet.EMPTY, Found.node(confined), API).titles(950)).containsExactly("delete");
    }

    @Test
    void what_is_not_there_is_deleted_already_beside_what_is() {
        PlanView plan = delete(FLEET, Found.node(found(GATEWAY)), API, GATEWAY);

        assertThat(plan.titles(950)).isEmpty();
        assertThat(plan.titles(953)).containsExactly("delete");
    }

    private static PlanView delete(Fleet fleet, Actual actual, VmId... ids) {
        Plan plan = Planner.delete(fleet, actual, List.of(ids));
        return new PlanView(plan);
    }

    private static Found found(VmId id) {
        String name = id.equals(BASE) ? "base" : id.equals(API) ? "api" : "gateway";
        return new Found(id, name, Note.made(id, "debian-12", Map.of()));
    }

    private static Fleet fleet() {
        Wanted base = new Wanted(BASE, "base", new Origin.Template("debian-12-standard"));
        base.templateSnapshot = "ready";
        Wanted api = new Wanted(API, "api", new Origin.Clone(BASE, "ready"));
        Wanted gateway = new Wanted(GATEWAY, "gateway", new Origin.Template("debian-12-standard"));
        gateway.dependencies.add(API);
        TreeMap<VmId, DesiredContainer> byId = new TreeMap<>();
        Stream.of(base, api, gateway).map(Wanted::value).forEach(each -> byId.put(each.id(), each));
        return new Fleet(byId, new TreeMap<>());
    }
}
