package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Templates in layers, 900 -> 901 -> 920 -> 950, and 902 beside 901: what a change in one of them means for the others. */
class LayersTest {
    private final Map<String, String> scripts =
            new LinkedHashMap<>(Map.of("base_setup", "aaaaaaaa", "nvidia", "bbbbbbbb", "docker", "cccccccc"));
    private String template = "debian-12-standard";

    @Test
    void layers_that_are_as_wanted_are_left_alone() {
        PlanView plan = PlanView.of(Found.node(finished()), Redo.NOTHING, fleet());

        assertThat(plan.plan().isEmpty()).isTrue();
        assertThat(plan.plan().stale()).isEmpty();
    }

    @Test
    void a_changed_feature_of_the_lowest_layer_marks_every_layer_above_it() {
        Found[] made = finished();
        scripts.put("base_setup", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.NOTHING, fleet());

        assertThat(plan.titles(900)).contains("feature base_setup", "snapshot pre-configured");
        assertThat(stale(plan)).containsExactly("901", "902", "920", "950");
        assertThat(plan.subject(901).stale())
                .contains("made from an older 900@pre-configured (changed: feature base_setup)");
        assertThat(plan.subject(920).stale().orElseThrow())
                .isEqualTo("made from 901@pre-configured, which was made from an older 900@pre-configured"
                        + " (changed: feature base_setup)");
        assertThat(List.of(901, 902, 920, 950))
                .allSatisfy(id -> assertThat(plan.titles(id)).isEmpty());
    }

    @Test
    void a_changed_feature_of_a_layer_marks_exactly_the_layers_above_it() {
        Found[] made = finished();
        scripts.put("nvidia", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.NOTHING, fleet());

        assertThat(stale(plan)).containsExactly("920", "950");
        assertThat(plan.titles(901)).contains("feature nvidia");
        assertThat(plan.titles(900)).isEmpty();
    }

    @Test
    void a_template_of_another_name_marks_the_lowest_layer_too() {
        Found[] made = finished();
        template = "debian-13-standard";

        PlanView plan = PlanView.of(Found.node(made), Redo.NOTHING, fleet());

        assertThat(stale(plan)).containsExactly("900", "901", "902", "920", "950");
        assertThat(plan.subject(900).stale())
                .contains("made from " + Found.ARCHIVE + ", and the file says " + template);
    }

    @Test
    void stale_layers_are_made_anew_when_asked_lowest_first_and_each_says_what_it_loses() {
        Found[] made = finished();
        scripts.put("base_setup", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.ANEW, fleet());

        assertThat(plan.plan().stale()).isEmpty();
        assertThat(plan.subject(900).action()).isEqualTo(Subject.Action.CHANGE);
        assertThat(plan.plan().count(Subject.Action.RECREATE)).isEqualTo(4);
        assertThat(plan.titles(950))
                .startsWith("remove, to be made anew", "clone from 920@pre-configured", "configure");
        assertThat(plan.impactOf(950, "base")).isEqualTo(Impact.RECREATE);
        assertThat(plan.impacts(950)).contains("volume rootfs [data loss]", "snapshot [data loss]");
        assertThat(plan.subject(950).steps().get(0).needs().toString())
                .as("the old one stays until its source is there")
                .contains("920/snapshot pre-configured");
    }

    @Test
    void a_guest_that_is_made_anew_takes_its_stale_sources_along_and_no_others() {
        Found[] made = finished();
        scripts.put("base_setup", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.ANEW, List.of(new VmId(920)), fleet());

        assertThat(plan.plan().subjects().stream()
                        .filter(subject -> subject.action() == Subject.Action.RECREATE)
                        .map(Subject::id))
                .containsExactly("901", "920");
    }

    @Test
    void where_nothing_is_stale_nothing_is_made_anew() {
        PlanView plan = PlanView.of(Found.node(finished()), Redo.ANEW, fleet());

        assertThat(plan.plan().isEmpty()).isTrue();
    }

    @Test
    void a_protected_guest_is_not_made_anew() {
        Found[] made = finished();
        made[4].option("protection", "1");
        scripts.put("base_setup", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.ANEW, fleet());

        assertThat(plan.refusal(950).why()).contains("950 (app) is protected, and would have to be deleted");
        assertThat(plan.refusal(950).hint()).contains("pct set 950 --protection 0");
    }

    @Test
    void reconfigured_in_place_everything_is_applied_again_and_snapshots_are_renewed() {
        PlanView plan = PlanView.of(Found.node(finished()), Redo.IN_PLACE, List.of(new VmId(950)), fleet());

        assertThat(plan.titles(950))
                .containsExactly(
                        "configure",
                        "wait until it is ready",
                        "feature base_setup",
                        "feature nvidia",
                        "feature docker",
                        "application app.sh",
                        "remove snapshot final-form",
                        "snapshot final-form");
        assertThat(plan.titles(920)).isEmpty();
    }

    @Test
    void reconfigured_in_place_a_stale_guest_catches_up_with_its_source() {
        Found[] made = finished();
        scripts.put("docker", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.IN_PLACE, fleet());

        assertThat(plan.plan().stale()).isEmpty();
        assertThat(plan.titles(950))
                .contains("feature docker")
                .as("the application has run in it since")
                .doesNotContain("snapshot pre-configured");
    }

    @Test
    void reconfigured_in_place_a_guest_whose_source_is_stale_itself_stays_stale() {
        Found[] made = finished();
        scripts.put("base_setup", "dddddddd");

        PlanView plan = PlanView.of(Found.node(made), Redo.IN_PLACE, List.of(new VmId(950)), fleet());

        assertThat(plan.subject(950).stale()).isPresent();
    }

    private static List<String> stale(PlanView plan) {
        return plan.plan().stale().stream().map(Subject::id).toList();
    }

    private DesiredContainer[] fleet() {
        return new DesiredContainer[] {
            layer(900, "base", new Origin.Template(template), "base_setup"),
            layer(901, "gpu", new Origin.Clone(new VmId(900), "pre-configured"), "nvidia"),
            layer(902, "other", new Origin.Clone(new VmId(900), "pre-configured")),
            layer(920, "gpu-docker", new Origin.Clone(new VmId(901), "pre-configured"), "docker"),
            app()
        };
    }

    private DesiredContainer layer(int id, String name, Origin origin, String... features) {
        Wanted want = new Wanted(new VmId(id), name, origin);
        want.templateSnapshot = "pre-configured";
        for (String feature : features) {
            want.features.add(feature(feature));
        }
        return want.value();
    }

    private DesiredContainer app() {
        Wanted want = new Wanted(new VmId(950), "app", new Origin.Clone(new VmId(920), "pre-configured"));
        want.applications.add(
                new Application(Path.of("app.sh"), List.of(), Inputs.NONE, "eeeeeeee", Duration.ofMinutes(5)));
        return want.value();
    }

    private Feature feature(String name) {
        return new Feature(name, Path.of("features", name), Inputs.NONE, scripts.getOrDefault(name, ""));
    }

    /** The guests as a run of the present fleet leaves them, in the order of {@link #fleet}. */
    private Found[] finished() {
        Map<Integer, Note> notes = new LinkedHashMap<>();
        List<Found> found = new ArrayList<>();
        for (DesiredContainer want : fleet()) {
            Note source = want.cloneSource().map(VmId::value).map(notes::get).orElse(null);
            Note note = source == null
                    ? Note.made(want.id(), archive(), Map.of())
                    : Note.made(want.id(), source.guest() + "@pre-configured#" + source.layer(), source.features());
            note = note.managing(Set.of("hostname"));
            Note made = note;
            for (Feature feature : want.features()) {
                note = note.withFeature(feature.name(), feature.digest());
            }
            for (Application application : want.applications()) {
                note = note.withApplication(application.digest());
            }
            notes.put(want.id().value(), note);
            Found guest = new Found(want.id(), want.name(), note);
            found.add(
                    want.isTemplate()
                            ? guest.snapshot("pre-configured", note)
                            : guest.running().snapshot("pre-configured", made).snapshot("final-form", note));
        }
        return found.toArray(Found[]::new);
    }

    private String archive() {
        return template.equals("debian-12-standard") ? Found.ARCHIVE : template + "_13.1-1_amd64.tar.zst";
    }
}
