package phoenix.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.report.ActualText.comment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.report.Overview.Line;
import phoenix.pve.VmId;

/** A node with a guest at every stage, seen as the user sees it. */
class OverviewTest {
    private static final VmId BASE = new VmId(900);
    private static final Note BASE_DONE = Note.made(BASE, "debian-12-standard", Map.of())
            .withFeature("base_setup", "aaaaaaaa")
            .managing(Set.of("hostname", "memory"));
    private static final String BASE_CONFIG =
            "hostname: base\nmemory: 512\nunprivileged: 1\nrootfs: local-zfs:subvol-900-disk-0,size=8G\n";

    @Test
    void every_guest_is_shown_at_its_stage() {
        Overview overview = overview();

        Reviewed.expect("overview.txt", String.join("\n", OverviewTable.lines(overview)) + "\n");
        Reviewed.expect("overview.json", OverviewJson.print(overview));
    }

    @Test
    void options_that_drifted_do_not_set_a_guest_back_that_had_been_healthy() {
        Line drifted = line(overview(), 911);

        assertThat(drifted.stage()).isEqualTo(Stage.DONE);
        assertThat(drifted.drift()).isEqualTo(1);
    }

    @Test
    void a_fleet_as_wanted_has_no_drift() {
        Actual actual = new ActualText().container(900, false, base()).value();
        Fleet fleet = fleet(template());

        assertThat(Overview.of(fleet, actual, plan(fleet, actual)).hasDrift()).isFalse();
    }

    private static Line line(Overview overview, int id) {
        return overview.lines().stream()
                .filter(one -> one.id().value() == id)
                .findFirst()
                .orElseThrow();
    }

    private static Overview overview() {
        Fleet fleet = fleet(
                template(),
                server(910, "done"),
                server(911, "drifted"),
                server(912, "half-made"),
                server(913, "stopped"),
                server(914, "not-there"),
                server(915, "in-the-way"),
                server(916, "new-script"));
        Actual actual = new ActualText()
                .container(100, true, "hostname: somebody\nnet0: name=eth0,bridge=vmbr0,ip=10.0.0.7/24,ip6=auto\n")
                .vm(101, false, "name: a-machine\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\n")
                .container(900, false, base())
                .container(905, true, "hostname: left-over\n" + comment(done(905)))
                .container(910, true, config(910, done(910)))
                .container(911, true, config(911, done(911)).replaceFirst("memory: 512", "memory: 256"))
                .container(912, true, config(912, cloned(912)))
                .container(913, false, config(913, done(913)))
                .container(915, true, "hostname: foreign\nunprivileged: 1\n")
                .container(
                        916,
                        true,
                        config(916, cloned(916).withApplication("00000000").withHealth("11111111")))
                .value();
        return Overview.of(fleet, actual, plan(fleet, actual));
    }

    private static phoenix.orchestrator.plan.Plan plan(Fleet fleet, Actual actual) {
        return Planner.converge(fleet, actual, fleet.containers().keySet(), Path.of("features/phoenix.sh"));
    }

    private static String base() {
        return comment(BASE_DONE) + BASE_CONFIG + "tags: " + BASE_DONE.tag() + "\n\n[pre-configured]\n"
                + comment(BASE_DONE) + BASE_CONFIG + "snaptime: 1764000000\n";
    }

    /** A container of ours with the snapshot that its note deserves. */
    private static String config(int id, Note note) {
        String options = "hostname: " + name(id) + "\nmemory: 512\nunprivileged: 1\n"
                + "net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=10.0.0." + (id - 900) + "/24,gw=10.0.0.1\n"
                + "rootfs: local-zfs:subvol-" + id + "-disk-0,size=8G\ntags: " + note.tag() + "\n";
        String early = comment(cloned(id)) + options + "snaptime: 1764000060\n";
        String late = comment(note) + options + "parent: pre-configured\nsnaptime: 1764000120\n";
        return comment(note) + options + "parent: final-form\n\n[final-form]\n" + late + "\n[pre-configured]\n" + early;
    }

    private static String name(int id) {
        return switch (id) {
            case 910 -> "done";
            case 911 -> "drifted";
            case 912 -> "half-made";
            case 913 -> "stopped";
            default -> "new-script";
        };
    }

    private static Note cloned(int id) {
        return Note.made(new VmId(id), "900@pre-configured#" + BASE_DONE.digest(), BASE_DONE.features())
                .managing(Set.of("hostname", "memory", "net0", "net0.gw", "net0.ip"));
    }

    private static Note done(int id) {
        return cloned(id).withApplication("bbbbbbbb").withHealth("cccccccc");
    }

    private static Fleet fleet(DesiredContainer... containers) {
        SortedMap<VmId, DesiredContainer> byId = new TreeMap<>();
        Stream.of(containers).forEach(container -> byId.put(container.id(), container));
        return new Fleet(byId, new TreeMap<>());
    }

    private static DesiredContainer template() {
        Wanted wanted = new Wanted(BASE, "base", new Origin.Template("debian-12-standard"));
        wanted.templateSnapshot = "pre-configured";
        wanted.resources = new Resources(512, null, null, null, null);
        wanted.features.add(new Feature("base_setup", Path.of("features/base_setup"), Inputs.NONE, "aaaaaaaa"));
        return wanted.value();
    }

    private static DesiredContainer server(int id, String name) {
        Wanted wanted = new Wanted(new VmId(id), name, new Origin.Clone(BASE, "pre-configured"));
        wanted.resources = new Resources(512, null, null, null, null);
        wanted.networks.put("net0", Wanted.network("10.0.0." + (id - 900) + "/24", "10.0.0.1"));
        wanted.applications.add(
                new Application(Path.of("serve.sh"), List.of(), Inputs.NONE, "bbbbbbbb", Duration.ofMinutes(1)));
        wanted.healthChecks.add(new HealthCheck(
                "page",
                new HealthCheck.Probe.Http("http://10.0.0." + (id - 900) + "/"),
                3,
                Duration.ofSeconds(1),
                "cccccccc"));
        return wanted.value();
    }
}
