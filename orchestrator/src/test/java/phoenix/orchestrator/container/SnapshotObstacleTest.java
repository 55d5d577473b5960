package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Found;
import phoenix.orchestrator.PlanView;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Redo;
import phoenix.pve.VmId;

/** Storages of which Proxmox takes no snapshot of a container's volume: told before anything is touched. */
class SnapshotObstacleTest {
    private static final VmId ID = new VmId(953);
    private static final Note NOTE = Note.made(ID, Found.ARCHIVE, Map.of()).managing(Set.of("hostname"));

    private final Wanted want = new Wanted(ID, "gateway", new Origin.Template("debian-12-standard"));

    @Test
    void a_container_on_a_storage_without_snapshots_gets_none_and_the_plan_says_so() {
        PlanView plan = plan(Map.of("local-zfs", "dir"));

        assertThat(plan.titles(953)).contains("start").noneMatch(title -> title.startsWith("snapshot"));
        assertThat(plan.subject(953).remarks())
                .containsExactly("no snapshot final-form is taken: Proxmox takes none of a container with a volume on"
                        + " storage local-zfs, which is of type dir");
    }

    @Test
    void once_it_is_made_nothing_is_left_to_do() {
        PlanView plan = plan(Map.of("local-zfs", "lvm"), new Found(ID, "gateway", NOTE).running());

        assertThat(plan.plan().isEmpty()).isTrue();
    }

    @Test
    void what_counts_is_where_the_volume_lies_and_a_further_volume_counts_too() {
        want.mounts = List.of(new Mount.Volume("data", "files", 1, "/data", false, null));
        Found elsewhere = new Found(ID, "gateway", NOTE).running().option("rootfs", "tank:subvol-953-disk-0,size=8G");

        assertThat(plan(Map.of("local-zfs", "zfspool", "files", "nfs"))
                        .subject(953)
                        .remarks()
                        .toString())
                .contains("on storage files, which is of type nfs");
        want.mounts = null;
        assertThat(plan(Map.of("local-zfs", "dir", "tank", "zfspool"), elsewhere)
                        .titles(953))
                .containsExactly("snapshot final-form");
    }

    @Test
    void a_template_that_is_cloned_from_its_snapshot_is_refused_with_the_ways_out() {
        want.templateSnapshot = "ready";

        assertThat(plan(Map.of("local-zfs", "dir")).refusal(953).why())
                .startsWith("container 953 (gateway) is to be cloned from its snapshot 'ready', and Proxmox takes no"
                        + " snapshot of a container with a volume on storage local-zfs, which is of type dir");
        assertThat(plan(Map.of("local-zfs", "dir")).refusal(953).hint())
                .isEqualTo("put it on a storage of type zfspool, or write \"is_template\": true in place of"
                        + " template_snapshot_name");
        want.templateSnapshot = null;
        want.proxmoxTemplate = true;
        assertThat(plan(Map.of("local-zfs", "dir")).titles(953)).endsWith("make it a template");
    }

    @Test
    void a_storage_of_which_nothing_is_known_is_no_obstacle() {
        assertThat(plan(Map.of()).titles(953)).endsWith("snapshot final-form");
        assertThat(plan(Map.of("local-zfs", "lvmthin")).titles(953)).endsWith("snapshot final-form");
    }

    private PlanView plan(Map<String, String> types, Found... found) {
        NodeFacts facts = new NodeFacts(
                Map.of(),
                Set.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                types,
                Bridges.UNKNOWN,
                Optional.empty());
        return PlanView.of(Found.node(found).with(facts), Redo.NOTHING, want.value());
    }
}
