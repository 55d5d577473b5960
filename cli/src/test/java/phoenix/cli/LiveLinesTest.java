package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.StepOutcome;

class LiveLinesTest {
    private final AtomicLong now = new AtomicLong();
    private final RunProgress progress = new RunProgress(now::get);

    @Test
    void a_guest_has_its_stage_its_bar_and_its_time() {
        List<Step> steps = run(guest(900, 2), guest(901, 1)).steps();

        start(steps.get(0));
        pass(12);
        assertThat(lines(80, 24, false).get(1)).endsWith("-  waits for 900 (g900)");
        end(steps.get(0), new StepOutcome.Done());
        start(steps.get(1));

        assertThat(lines(80, 24, false))
                .containsExactly(
                        "  900 (g900) [#####.....]    1/2        12 s  step 2 of 900",
                        "  901 (g901) [..........]    0/1           -  waits",
                        "  1 at work, 1 waiting  12 s   l: logs   Ctrl-C: stop");
    }

    @Test
    void a_narrow_window_has_no_bars_and_no_line_is_longer_than_it() {
        List<Step> steps = run(guest(900, 2)).steps();
        start(steps.get(0));
        progress.on(new RunEvent.StepRetried(steps.get(0), 1, "the node is not reached, and this is a long story"));

        assertThat(lines(40, 24, true)).allMatch(line -> line.length() < 40);
        assertThat(lines(40, 24, true).get(0)).isEqualTo("  900 (g900)           - step 1 of 900~");
    }

    @Test
    void where_not_all_fit_those_at_work_are_shown_before_those_that_wait_and_those_that_are_done() {
        List<Subject> guests = new ArrayList<>();
        for (int id = 900; id < 920; id++) {
            guests.add(guest(id, 1));
        }
        List<Step> steps = run(guests.toArray(Subject[]::new)).steps();
        start(steps.get(0));
        end(steps.get(0), new StepOutcome.Done());
        start(steps.get(1));
        end(steps.get(1), new StepOutcome.Failed("cannot", "", List.of(), ""));
        start(steps.get(19));

        List<String> lines = lines(80, 8, false);

        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).startsWith("  901 ").endsWith("failed: step 1 of 901");
        assertThat(lines.get(1)).startsWith("  902 ").endsWith("waits for 901 (g901)");
        assertThat(lines.get(3)).startsWith("  919 ").endsWith("step 1 of 919");
        assertThat(lines.get(4)).isEqualTo("  ... 16 more: 15 waiting, 1 done");
    }

    @Test
    void logs_are_shown_on_demand_below_what_runs_and_cannot_move_the_cursor() {
        List<Step> steps = run(guest(900, 1), guest(901, 1)).steps();
        start(steps.get(0));
        progress.on(new RunEvent.StepProgress(steps.get(0), "first"));
        progress.on(new RunEvent.StepProgress(steps.get(0), "\u001b[2Jsecond\r"));

        assertThat(lines(80, 24, false)).noneMatch(line -> line.contains("second"));
        assertThat(lines(80, 24, true)).containsSubsequence("    | first", "    | second");
        assertThat(lines(80, 6, true)).hasSizeLessThanOrEqualTo(4);
    }

    private List<String> lines(int columns, int rows, boolean logs) {
        return new LiveLines(new Printed().console(), columns, rows, logs, true).of(progress);
    }

    private Plan run(Subject... subjects) {
        Plan plan = new Plan(List.of(subjects));
        progress.on(new RunEvent.RunStarted(plan));
        return plan;
    }

    private void start(Step step) {
        progress.on(new RunEvent.StepStarted(step));
    }

    private void end(Step step, StepOutcome outcome) {
        progress.on(new RunEvent.StepFinished(step, outcome, Duration.ZERO));
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    /** A guest with some steps, each after the one before; the first after the last guest's. */
    private static Subject guest(int id, int steps) {
        List<Step> all = new ArrayList<>();
        for (int i = 1; i <= steps; i++) {
            Set<StepKey> needs = i > 1
                    ? Set.of(new StepKey("" + id, "s" + (i - 1)))
                    : id > 900 ? Set.of(new StepKey("" + (id - 1), "s1")) : Set.of();
            all.add(new SamplePlan.Shown("" + id, "s" + i, "step " + i + " of " + id, List.of(), needs));
        }
        return new Subject(
                "" + id, id + " (g" + id + ")", Subject.Action.CHANGE, List.of(), all, List.of(), Optional.empty());
    }
}
