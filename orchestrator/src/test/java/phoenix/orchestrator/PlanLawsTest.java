package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.RawOption;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** What holds for every plan of one container: restarts, what the file dropped, and what is refused beforehand. */
class PlanLawsTest {
    private static final VmId WEB = new VmId(953);
    private static final Note MADE = Note.made(WEB, Found.ARCHIVE, Map.of()).managing(Set.of("hostname", "memory"));

    private final Wanted want = web();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatever_is_there_planning_twice_gives_the_same_and_never_fails(long seed) {
        Random random = new Random(seed);
        Wanted wanted = web();
        Found found = random.nextBoolean() ? finished() : new Found(WEB, "old-name", MADE);
        if (random.nextBoolean()) {
            found.running();
        }
        if (random.nextBoolean()) {
            found.pending(random.nextBoolean() ? "features" : "delete", random.nextBoolean() ? "nesting=1" : "swap");
        }
        if (random.nextBoolean()) {
            wanted.features.add(new Feature("docker", Path.of("features/docker"), Inputs.NONE, "aaaaaaaa"));
        }
        if (random.nextBoolean()) {
            wanted.mounts = List.of(new Mount.Bind("/tank/models", "/models", true, null));
        }
        Actual actual = random.nextInt(4) == 0
                ? Found.node(new Access(false, random.nextBoolean()))
                : Found.node(new Access(random.nextBoolean(), random.nextBoolean()), found);
        Redo redo = List.of(Redo.NOTHING, Redo.IN_PLACE, Redo.ANEW).get(random.nextInt(3));

        String once = PlanView.of(actual, redo, wanted.value()).text();

        assertThat(PlanView.of(actual, redo, wanted.value()).text())
                .as("seed " + seed)
                .isEqualTo(once);
    }

    @Test
    void a_state_compared_with_itself_gives_nothing() {
        assertThat(plan(finished().running()).plan().isEmpty()).isTrue();
    }

    @Test
    void what_the_file_dropped_is_removed_and_what_proxmox_keeps_is_told() {
        want.resources = Wanted.NO_RESOURCES;
        Note before = MADE.managing(Set.of("hostname", "memory", "cores"));
        Found found = new Found(WEB, "web", before)
                .option("memory", "512")
                .option("cores", "2")
                .option("swap", "64")
                .running()
                .snapshot("final-form", before);

        PlanView plan = plan(found);

        assertThat(plan.titles(953)).containsExactly("configure");
        assertThat(plan.subject(953).steps().get(0).preview().toString())
                .contains("delete=cores", "\"set\":\"hostname\"");
        assertThat(plan.subject(953).remarks())
                .containsExactly("Proxmox does not let go of memory; what the file no longer declares stays as it is");
    }

    @Test
    void what_phoenix_manages_is_written_down_even_if_nothing_differs() {
        Note before = MADE.managing(Set.of());
        Found found =
                new Found(WEB, "web", before).option("memory", "512").running().snapshot("final-form", before);

        PlanView plan = plan(found);

        assertThat(plan.titles(953)).containsExactly("configure");
        assertThat(plan.impacts(953)).containsExactly("managed options [none]");
    }

    @Test
    void what_waits_for_a_restart_since_earlier_is_restarted_and_awaited() {
        PlanView plan = plan(finished().running().pending("features", "nesting=1"));

        assertThat(plan.titles(953)).containsExactly("restart", "wait until it is ready");
        assertThat(plan.subject(953).impact()).isEqualTo(Impact.RESTART);
        assertThat(plan.subject(953).steps().get(0).preview().toString())
                .contains("POST /nodes/pve/lxc/953/status/reboot");
    }

    @Test
    void an_option_that_a_restart_will_unset_counts_as_unset() {
        want.proxmoxFeatures = Map.of();
        Note before = MADE.managing(Set.of("hostname", "memory", "features"));
        Found found = new Found(WEB, "web", before)
                .option("memory", "512")
                .option("features", "nesting=1")
                .pending("delete", "features")
                .running()
                .snapshot("final-form", before);

        assertThat(plan(found).titles(953)).containsExactly("restart", "wait until it is ready");
    }

    @Test
    void a_restart_that_was_due_when_a_run_was_killed_is_still_due() {
        Note due = MADE.waitingForRestart(true);
        Found found =
                new Found(WEB, "web", due).option("memory", "512").running().snapshot("final-form", due);

        PlanView plan = plan(found);

        assertThat(plan.titles(953)).containsExactly("restart", "wait until it is ready");
        assertThat(plan.subject(953).steps().get(0).preview().toString()).doesNotContain("restart\":true");
    }

    @Test
    void on_a_stopped_guest_nothing_needs_a_restart() {
        PlanView plan = plan(finished().pending("features", "nesting=1"));

        assertThat(plan.titles(953)).containsExactly("start", "wait until it is ready");
        assertThat(plan.subject(953).impact()).isLessThan(Impact.RESTART);
    }

    @Test
    void a_template_with_a_bind_mount_is_refused_because_proxmox_takes_no_snapshot_of_it() {
        want.mounts = List.of(new Mount.Bind("/tank/models", "/models", true, null));
        want.templateSnapshot = "pre-configured";

        assertThat(plan().refusal(953).why())
                .contains("takes no snapshot of a container with a bind mount (/tank/models)")
                .contains("phoenix_lxc_configs.json:3:5");
    }

    @Test
    void a_guest_with_a_bind_mount_gets_no_snapshot_and_the_plan_says_so() {
        want.mounts = List.of(new Mount.Bind("/tank/models", "/models", true, null));

        PlanView plan = plan();

        assertThat(plan.titles(953)).noneMatch(title -> title.startsWith("snapshot"));
        assertThat(plan.subject(953).remarks().toString())
                .contains("no snapshot final-form is taken: Proxmox takes none of a container with a bind mount");
    }

    @Test
    void a_bind_mount_that_somebody_made_counts_where_the_file_leaves_mounts_alone() {
        Found found = new Found(WEB, "web", MADE)
                .option("memory", "1024")
                .option("mp0", "/tank/models,mp=/models")
                .running();

        assertThat(plan(found).titles(953)).containsExactly("configure");
    }

    @Test
    void scripts_without_a_shell_are_refused_before_anything_runs() {
        want.features.add(new Feature("docker", Path.of("features/docker"), Inputs.NONE, "aaaaaaaa"));
        want.healthChecks.add(new HealthCheck(
                "page", new HealthCheck.Probe.CommandLine("true"), 1, Duration.ofSeconds(1), "bbbbbbbb"));
        want.applications.add(
                new Application(Path.of("web.sh"), List.of(), Inputs.NONE, "cccccccc", Duration.ofMinutes(1)));

        PlanView plan = PlanView.of(Found.node(new Access(false, true)), Redo.NOTHING, want.value());

        assertThat(plan.refusal(953).why())
                .contains("feature docker, application web.sh, health check page")
                .contains("there is no shell on node pve");
        assertThat(plan.refusal(953).hint()).contains("PROXMOX_VE_SSH_USERNAME");
    }

    @Test
    void without_a_shell_a_guest_without_scripts_is_made_all_the_same() {
        PlanView plan = PlanView.of(Found.node(new Access(false, false)), Redo.NOTHING, want.value());

        assertThat(plan.titles(953)).contains("start", "snapshot final-form").doesNotContain("wait until it is ready");
        assertThat(plan.subject(953).remarks().toString()).contains("without a shell");
    }

    @Test
    void options_of_root_alone_are_refused_to_a_token_without_a_shell() {
        want.proxmoxFeatures = Map.of("nesting", "1", "keyctl", "1");
        want.mounts = List.of(new Mount.Bind("/tank/models", "/models", true, null));
        want.devices = List.of(new Device("/dev/fuse", null, null, null, false));
        want.rawOptions = List.of(new RawOption("lxc.prlimit.nofile", "1048576"));

        PlanView token = PlanView.of(Found.node(new Access(false, false)), Redo.NOTHING, want.value());
        PlanView ticket = PlanView.of(Found.node(new Access(false, true)), Redo.NOTHING, want.value());
        PlanView shell = PlanView.of(Found.node(new Access(true, false)), Redo.NOTHING, want.value());

        assertThat(token.refusal(953).why())
                .contains(
                        "features keyctl, nesting, bind mount /tank/models, devices, the raw line lxc.prlimit.nofile");
        assertThat(ticket.refusal(953).why()).contains("needs the raw line lxc.prlimit.nofile: 1048576,");
        assertThat(shell.subject(953).refusal()).isEmpty();
    }

    @Test
    void nesting_alone_is_no_option_of_root_alone() {
        want.proxmoxFeatures = Map.of("nesting", "1");

        PlanView plan = PlanView.of(Found.node(new Access(false, false)), Redo.NOTHING, want.value());

        assertThat(plan.subject(953).action()).isEqualTo(Subject.Action.CREATE);
    }

    @Test
    void a_storage_that_may_not_hold_volumes_is_refused_with_those_that_may() {
        Actual node = Found.node();
        var storages = new java.util.TreeMap<String, Set<String>>(
                Map.of("local-zfs", new TreeSet<>(Set.of("images")), "tank", Set.of("rootdir")));
        Actual actual = new Actual(
                "pve",
                node.guests(),
                node.templates(),
                node.catalogue(),
                node.templateStorage(),
                storages,
                node.access());

        PlanView plan = PlanView.of(actual, Redo.NOTHING, want.value());

        assertThat(plan.refusal(953).why()).contains("storage 'local-zfs' of container 953 (web) may not hold volumes");
        assertThat(plan.refusal(953).hint())
                .isEqualTo("use one of: tank; or let it hold volumes of containers: pvesm set local-zfs --content"
                        + " images,rootdir");
    }

    private PlanView plan(Found... found) {
        return PlanView.of(Found.node(found), Redo.NOTHING, want.value());
    }

    private static Wanted web() {
        Wanted wanted = new Wanted(WEB, "web", new Origin.Template("debian-12-standard"));
        wanted.resources = new Resources(512, null, null, null, null);
        return wanted;
    }

    private static Found finished() {
        return new Found(WEB, "web", MADE).option("memory", "512").snapshot("final-form", MADE);
    }
}
