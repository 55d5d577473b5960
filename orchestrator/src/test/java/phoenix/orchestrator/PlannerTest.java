package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** From values to values: what is planned for a template 900 and its clone 953, whatever is there already. */
class PlannerTest {
    private static final VmId BASE = new VmId(900);
    private static final VmId GATEWAY = new VmId(953);
    private static final VolumeId ARCHIVE = VolumeId.parse("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
    private static final Feature BASE_SETUP =
            new Feature("base_setup", Path.of("features/base_setup"), Inputs.NONE, "aaaaaaaa");

    private static final Note BASE_DONE =
            Note.made(BASE, ARCHIVE.fileName(), Map.of()).withFeature("base_setup", "aaaaaaaa");
    private static final Note CLONED =
            Note.made(GATEWAY, "900@pre-configured#" + BASE_DONE.digest(), BASE_DONE.features());
    private static final Set<String> MANAGED =
            Set.of("hostname", "memory", "cores", "net0", "net0.gw", "net0.ip", "onboot", "features");
    private static final Note GATEWAY_DONE = CLONED.withApplication("bbbbbbbb").withHealth("cccccccc");

    @Test
    void from_nothing_the_whole_way_is_planned_template_first() {
        Plan plan = converge(List.of(), GATEWAY);

        assertThat(titles(plan, "pve")).containsExactly("template " + ARCHIVE.fileName());
        assertThat(titles(plan, "900"))
                .containsExactly(
                        "create from " + ARCHIVE.fileName(),
                        "start",
                        "wait until it is ready",
                        "feature base_setup",
                        "stop",
                        "snapshot pre-configured");
        assertThat(titles(plan, "953"))
                .containsExactly(
                        "clone from 900@pre-configured",
                        "configure",
                        "start",
                        "wait until it is ready",
                        "snapshot pre-configured",
                        "application gateway.sh",
                        "health check",
                        "snapshot final-form");
        assertThat(plan.count(Subject.Action.CREATE)).isEqualTo(2);
    }

    @Test
    void a_clone_waits_for_the_snapshot_of_its_source() {
        Plan plan = converge(List.of(), GATEWAY);

        assertThat(step(plan, "953/clone").needs())
                .anyMatch(key -> key.toString().equals("900/snapshot pre-configured"));
    }

    @Test
    void what_is_as_wanted_plans_to_nothing() {
        assertThat(converge(List.of(base(), gateway(GATEWAY_DONE).snapshot("final-form", GATEWAY_DONE)), GATEWAY)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_template_that_is_finished_is_not_started() {
        assertThat(converge(List.of(base()), BASE).isEmpty()).isTrue();
    }

    @Test
    void a_template_that_runs_is_stopped_as_after_a_kill_while_it_was_done_again() {
        Plan plan = converge(List.of(base().running()), BASE);

        assertThat(titles(plan, "900")).containsExactly("stop");
        assertThat(subject(plan, "900").changes())
                .extracting(change -> change.attribute() + ": " + change.before() + " -> " + change.after())
                .containsExactly("status: running -> stopped");
    }

    @Test
    void after_a_kill_between_clone_and_application_the_rest_is_planned_and_nothing_twice() {
        Plan plan = converge(List.of(base(), gateway(CLONED).stopped()), GATEWAY);

        assertThat(titles(plan, "900")).isEmpty();
        assertThat(titles(plan, "953"))
                .containsExactly(
                        "start",
                        "wait until it is ready",
                        "snapshot pre-configured",
                        "application gateway.sh",
                        "health check",
                        "snapshot final-form");
    }

    @Test
    void after_a_kill_before_the_last_snapshot_only_that_is_planned() {
        Plan plan = converge(List.of(base(), gateway(GATEWAY_DONE).snapshot("pre-configured", CLONED)), GATEWAY);

        assertThat(titles(plan, "953")).containsExactly("snapshot final-form");
    }

    @Test
    void a_changed_application_script_runs_again_and_leaves_the_state_before_it_alone() {
        Note older = CLONED.withApplication("00000000").withHealth("cccccccc");
        Guest found = gateway(older).snapshot("pre-configured", CLONED).snapshot("final-form", older);

        Plan plan = converge(List.of(base(), found), GATEWAY);

        assertThat(titles(plan, "953"))
                .containsExactly(
                        "wait until it is ready", "application gateway.sh", "health check", "snapshot final-form");
        assertThat(step(plan, "953/snapshot final-form").preview()).hasSize(2);
    }

    @Test
    void after_a_kill_between_a_changed_feature_and_the_script_the_state_before_the_script_is_let_alone() {
        Guest found = gateway(CLONED).snapshot("pre-configured", CLONED.withFeature("base_setup", "00000000"));

        Plan plan = converge(List.of(base(), found), GATEWAY);

        assertThat(titles(plan, "953"))
                .contains("application gateway.sh")
                .as("the script has run in it before")
                .doesNotContain("snapshot pre-configured");
    }

    @Test
    void a_changed_option_is_set_and_nothing_else_is_touched() {
        Guest found = gateway(GATEWAY_DONE).snapshot("final-form", GATEWAY_DONE).option("memory", "512");

        Plan plan = converge(List.of(base(), found), GATEWAY);

        assertThat(titles(plan, "953")).containsExactly("configure");
        assertThat(subject(plan, "953").changes().toString()).contains("memory: 512 -> 1024");
    }

    @Test
    void a_container_that_somebody_stopped_is_started() {
        Guest found = gateway(GATEWAY_DONE).snapshot("final-form", GATEWAY_DONE).stopped();

        assertThat(titles(converge(List.of(base(), found), GATEWAY), "953"))
                .containsExactly("start", "wait until it is ready");
    }

    @Test
    void after_a_rollback_by_hand_the_way_goes_on_from_the_snapshot() {
        Guest found = gateway(GATEWAY_DONE)
                .snapshot("pre-configured", CLONED)
                .snapshot("final-form", GATEWAY_DONE)
                .option("tags", CLONED.tag());

        Plan plan = converge(List.of(base(), found), GATEWAY);

        assertThat(titles(plan, "953"))
                .containsExactly("configure", "wait until it is ready", "application gateway.sh", "health check");
        assertThat(subject(plan, "953").changes().toString()).contains("rolled it back");
    }

    @Test
    void a_guest_that_is_not_ours_is_refused_and_so_is_what_needs_it() {
        Plan plan = converge(List.of(new Guest(BASE, null, false)), GATEWAY);

        assertThat(subject(plan, "900").refusal().orElseThrow().why()).contains("Phoenix did not make it");
        assertThat(subject(plan, "953").refusal().orElseThrow().why()).contains("900 (Template-Base)");
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void a_smaller_root_volume_is_refused_because_proxmox_cannot_shrink_volumes() {
        Guest found = gateway(GATEWAY_DONE).option("rootfs", "local-zfs:subvol-953-disk-0,size=32G");

        Subject.Refusal refusal = subject(converge(List.of(base(), found), GATEWAY), "953")
                .refusal()
                .orElseThrow();

        assertThat(refusal.why()).contains("is 32G; Proxmox VE cannot shrink it to 8G");
        assertThat(refusal.hint()).contains("\"storage_size_gb\": 32");
    }

    @Test
    void an_address_that_a_foreign_guest_has_is_refused_with_its_name() {
        Guest other = new Guest(new VmId(777), null, true)
                .option("hostname", "printer")
                .option("net0", "name=eth0,bridge=vmbr0,ip=10.186.0.153/24");

        Subject.Refusal refusal = subject(converge(List.of(base(), other), GATEWAY), "953")
                .refusal()
                .orElseThrow();

        assertThat(refusal.why()).contains("10.186.0.153").contains("777 (printer)");
    }

    @Test
    void a_template_that_nobody_has_is_refused_with_those_that_there_are() {
        Fleet fleet = fleet(container(BASE, "Template-Base", new Origin.Template("debian-99-standard")));

        Plan plan = Planner.converge(fleet, actual(List.of()), List.of(BASE), Path.of("features/phoenix.sh"));

        assertThat(subject(plan, "900").refusal().orElseThrow().hint()).contains(ARCHIVE.fileName());
    }

    @Test
    void planning_twice_gives_the_same() {
        List<String> once = preview(converge(List.of(base()), GATEWAY));

        assertThat(preview(converge(List.of(base()), GATEWAY))).isEqualTo(once).isNotEmpty();
    }

    @Test
    void deleting_what_is_not_there_is_nothing_to_do() {
        assertThat(Planner.delete(Fleet.EMPTY, actual(List.of()), List.of(GATEWAY))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void deleting_tells_what_goes_and_stops_what_runs() {
        Guest found = gateway(GATEWAY_DONE)
                .snapshot("final-form", GATEWAY_DONE)
                .option("rootfs", "local-zfs:subvol-953-disk-0,size=8G");

        Plan plan = Planner.delete(Fleet.EMPTY, actual(List.of(found)), List.of(GATEWAY));

        assertThat(titles(plan, "953")).containsExactly("stop", "delete");
        assertThat(subject(plan, "953").changes().toString())
                .contains("subvol-953-disk-0")
                .contains("final-form");
    }

    @Test
    void a_foreign_guest_is_not_deleted() {
        Plan plan = Planner.delete(Fleet.EMPTY, actual(List.of(new Guest(GATEWAY, null, true))), List.of(GATEWAY));

        assertThat(subject(plan, "953").refusal()).isPresent();
    }

    private static Plan converge(List<Guest> found, VmId... selected) {
        Fleet fleet = fleet(
                container(BASE, "Template-Base", new Origin.Template("debian-12-standard")),
                container(GATEWAY, "gateway", new Origin.Clone(BASE, "pre-configured")));
        return Planner.converge(fleet, actual(found), List.of(selected), Path.of("features/phoenix.sh"));
    }

    private static Fleet fleet(DesiredContainer... containers) {
        SortedMap<VmId, DesiredContainer> byId = new TreeMap<>();
        Stream.of(containers).forEach(container -> byId.put(container.id(), container));
        return new Fleet(byId, new TreeMap<>());
    }

    private static DesiredContainer container(VmId id, String name, Origin origin) {
        boolean template = id.equals(BASE);
        Wanted want = new Wanted(id, name, origin);
        want.resources = new Resources(1024, null, 2, null, null);
        want.networks.put("net0", Wanted.network(template ? "10.186.0.200/24" : "10.186.0.153/24", "10.186.0.1"));
        want.proxmoxFeatures = Map.of("nesting", "1");
        want.boot = new Boot(!template, null, null, null);
        if (template) {
            want.templateSnapshot = "pre-configured";
            want.features.add(BASE_SETUP);
        } else {
            want.applications.add(
                    new Application(Path.of("gateway.sh"), List.of(), Inputs.NONE, "bbbbbbbb", Duration.ofMinutes(5)));
            want.healthChecks.add(new HealthCheck(
                    "page", new HealthCheck.Probe.Http("http://10.186.0.153/"), 3, Duration.ofSeconds(5), "cccccccc"));
        }
        return want.value();
    }

    private static Guest base() {
        return new Guest(BASE, BASE_DONE, false)
                .snapshot("pre-configured", BASE_DONE)
                .option("onboot", "0");
    }

    private static Guest gateway(Note note) {
        return new Guest(GATEWAY, note, true).option("onboot", "1");
    }

    private static Actual actual(List<Guest> guests) {
        SortedMap<VmId, ActualGuest> byId = new TreeMap<>();
        guests.forEach(guest -> byId.put(guest.id, guest.value()));
        return new Actual("pve", byId, List.of(), List.of(ARCHIVE.fileName()), Optional.of("local"));
    }

    private static List<String> titles(Plan plan, String subject) {
        return plan.subjects().stream()
                .filter(found -> found.id().equals(subject))
                .flatMap(found -> found.steps().stream())
                .map(Step::title)
                .toList();
    }

    private static List<String> preview(Plan plan) {
        return plan.steps().stream().flatMap(step -> step.preview().stream()).toList();
    }

    private static Subject subject(Plan plan, String id) {
        return plan.subjects().stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Step step(Plan plan, String key) {
        return plan.steps().stream()
                .filter(step -> step.key().toString().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** A guest as Proxmox would have it, being put together. */
    private static final class Guest {
        private final VmId id;
        private final @Nullable Note note;
        private final Map<String, String> options = new LinkedHashMap<>();
        private final Map<String, GuestConfig.Section> snapshots = new LinkedHashMap<>();
        private boolean running;

        Guest(VmId id, @Nullable Note note, boolean running) {
            this.id = id;
            this.note = note == null ? null : note.managing(MANAGED);
            this.running = running;
            boolean template = id.equals(BASE);
            options.put("hostname", template ? "Template-Base" : "gateway");
            options.put("memory", "1024");
            options.put("cores", "2");
            options.put("features", "nesting=1");
            options.put("rootfs", "local-zfs:subvol-" + id + "-disk-0,size=8G");
            options.put("unprivileged", "1");
            options.put(
                    "net0",
                    "name=eth0,bridge=vmbr0,gw=10.186.0.1,hwaddr=BC:24:11:00:00:01,ip=10.186.0."
                            + (template ? "200" : id.equals(GATEWAY) ? "153" : "9") + "/24,type=veth");
            if (note != null) {
                options.put("tags", note.tag());
            }
        }

        Guest option(String name, String value) {
            options.put(name, value);
            return this;
        }

        Guest snapshot(String name, Note record) {
            snapshots.put(name, GuestConfig.Section.EMPTY.describedAs(record.line()));
            return this;
        }

        Guest running() {
            running = true;
            return this;
        }

        Guest stopped() {
            running = false;
            return this;
        }

        ActualGuest value() {
            GuestConfig.Section current =
                    new GuestConfig.Section(note == null ? "" : note.line(), options, new ArrayList<>());
            return new ActualGuest(
                    id,
                    GuestKind.CONTAINER,
                    "pve",
                    new GuestConfig(current, GuestConfig.Section.EMPTY, snapshots),
                    running);
        }
    }
}
