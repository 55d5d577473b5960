package phoenix.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.node.NodeAccess;

class PlanTest {
    @Test
    void a_circle_is_named_step_by_step() {
        assertThatThrownBy(() -> plan(step("web", "db"), step("db", "cache"), step("cache", "web")))
                .hasMessageContaining("web/start -> db/start -> cache/start -> web/start");
    }

    @Test
    void a_step_that_needs_one_which_is_not_there_is_named() {
        assertThatThrownBy(() -> plan(step("web", "db")))
                .hasMessage("step web/start needs db/start, which is not in the plan");
    }

    @Test
    void a_step_cannot_be_in_the_plan_twice() {
        assertThatThrownBy(() -> plan(step("web"), step("web"))).hasMessageContaining("web/start twice");
    }

    private static Plan plan(Step... steps) {
        return new Plan(List.of(new Subject(
                "all", "all", Subject.Action.CHANGE, List.of(), List.of(steps), List.of(), Optional.empty())));
    }

    private static Step step(String subject, String... needs) {
        return new Starting(subject, Set.of(needs));
    }

    private record Starting(String subject, Set<String> needed) implements Step {
        @Override
        public StepKey key() {
            return new StepKey(subject, "start");
        }

        @Override
        public Set<StepKey> needs() {
            return Set.copyOf(
                    needed.stream().map(name -> new StepKey(name, "start")).toList());
        }

        @Override
        public String title() {
            return "start";
        }

        @Override
        public List<String> preview() {
            return List.of();
        }

        @Override
        public boolean alreadyTrue(NodeAccess node) {
            return false;
        }

        @Override
        public void act(NodeAccess node, StepLog log) {
            throw new AssertionError("a plan is looked at, not carried out");
        }
    }
}
