package phoenix.orchestrator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

class HostGraphTest {
    /** Things that are as the test says. */
    private record Things(String name, List<HostResource> resources, List<Tool> needed) implements HostKind {
        @Override
        public List<Question> questions(DesiredHost want) {
            return List.of();
        }

        @Override
        public List<HostResource> compare(DesiredHost want, HostFacts facts) {
            return resources;
        }

        @Override
        public List<Tool> tools(DesiredHost want) {
            return needed;
        }
    }

    private static HostResource.Draft different(String name) {
        return HostResource.named(name)
                .change("size", "1", "2", "", Impact.LIVE)
                .act(Acts.run("grow", name));
    }

    private static Plan plan(HostResource... resources) {
        return HostGraph.plan(
                List.of(new Things("things", List.of(resources), List.of())),
                DesiredHost.EMPTY,
                HostFacts.of(Map.of()),
                Set.of());
    }

    private static Subject of(Plan plan, String name) {
        return plan.subjects().stream()
                .filter(subject -> subject.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_as_declared_has_no_step() {
        Plan plan = plan(HostResource.named("disk").act(Acts.run("never")).done());

        assertThat(plan.isEmpty()).isTrue();
        assertThat(of(plan, "disk").action()).isEqualTo(Subject.Action.NONE);
    }

    @Test
    void what_is_shown_is_what_the_acts_do() {
        Plan plan = plan(different("disk").act(Acts.run("sync", "a file")).done());

        assertThat(plan.steps())
                .flatExtracting(Step::preview)
                .containsExactly("run on the node: grow disk", "run on the node: sync 'a file'");
    }

    @Test
    void an_order_counts_although_a_link_of_it_has_nothing_to_do() {
        Plan plan = plan(
                different("disk").done(),
                HostResource.named("pool").needs("disk").done(),
                different("share").needs("pool").done());

        assertThat(of(plan, "share").steps().get(0).needs()).containsExactly(new StepKey("disk", "set up"));
    }

    @Test
    void what_needs_something_refused_is_refused_because_of_it_and_the_rest_goes_on() {
        Plan plan = plan(
                different("disk").refuse("it holds data", "take another").done(),
                different("pool").needs("disk").done(),
                different("share").needs("pool").done(),
                different("clock").done());

        assertThat(of(plan, "share").refusal().orElseThrow().why()).isEqualTo("it needs disk, which is refused");
        assertThat(of(plan, "pool").refusal()).isPresent();
        assertThat(plan.steps()).extracting(step -> step.key().subject()).containsExactly("clock");
    }

    @Test
    void a_need_that_nobody_declared_does_not_count() {
        Plan plan = plan(different("pool").needs("repositories").done());

        assertThat(of(plan, "pool").steps().get(0).needs()).isEmpty();
    }

    @Test
    void a_kind_s_programs_are_installed_before_its_things_are_made() {
        HostKind shares = new Things("shares", List.of(different("share").done()), List.of(Tool.of("smbd", "samba")));
        List<HostKind> kinds = new ArrayList<>(List.of(new Packages(List.of(shares))));
        kinds.add(shares);

        Plan plan = HostGraph.plan(kinds, DesiredHost.EMPTY, HostFacts.of(Map.of()), Set.of());

        assertThat(of(plan, "packages for shares").changes())
                .extracting(change -> change.after())
                .containsExactly("samba");
        assertThat(of(plan, "share").steps().get(0).needs())
                .containsExactly(new StepKey("packages for shares", "set up"));
    }

    @Test
    void what_needs_consent_is_refused_without_it_and_done_with_it() {
        HostResource bridge = different("bridge").asks(HostConsent.NETWORK).done();
        List<HostKind> kinds = List.of(new Things("things", List.of(bridge), List.of()));
        HostFacts nothing = HostFacts.of(Map.of());

        Subject refused = of(HostGraph.plan(kinds, DesiredHost.EMPTY, nothing, Set.of(HostConsent.REMOVAL)), "bridge");
        Subject agreed = of(HostGraph.plan(kinds, DesiredHost.EMPTY, nothing, Set.of(HostConsent.NETWORK)), "bridge");

        assertThat(refused.refusal().map(Subject.Refusal::hint).orElse("")).endsWith("then add --allow-network");
        assertThat(refused.changes()).isNotEmpty();
        assertThat(agreed.steps()).hasSize(1);
    }
}
