package phoenix.orchestrator.run;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

/**
 * How a run ended.
 *
 * @param outcomes of every step of the plan
 * @param busy for how long each subject was worked on, waiting for others left out
 * @param stopped whether the run was asked to stop before its end
 */
public record RunResult(
        Plan plan, Map<StepKey, StepOutcome> outcomes, Map<String, Duration> busy, Duration took, boolean stopped) {
    public RunResult {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
        busy = Map.copyOf(busy);
    }

    /** Whether everything that was planned has been done, and nothing was refused. */
    public boolean succeeded() {
        return plan.refused().isEmpty() && outcomes.values().stream().allMatch(StepOutcome::endedWell);
    }

    /** Whether any step did something; what was true already does not count, nor does a test. */
    public boolean changedSomething() {
        return plan.subjects().stream()
                .filter(subject -> subject.action() != Subject.Action.TEST)
                .flatMap(subject -> subject.steps().stream())
                .anyMatch(step -> outcomes.get(step.key()) instanceof StepOutcome.Done);
    }

    public Verdict of(Subject subject) {
        if (subject.refusal().isPresent()) {
            return Verdict.REFUSED;
        }
        Verdict verdict = Verdict.UNCHANGED;
        for (Step step : subject.steps()) {
            StepOutcome outcome = outcomes.get(step.key());
            if (outcome instanceof StepOutcome.Failed) {
                return Verdict.FAILED;
            } else if (outcome instanceof StepOutcome.Blocked) {
                return Verdict.BLOCKED;
            } else if (outcome instanceof StepOutcome.Stopped) {
                return Verdict.UNFINISHED;
            } else if (outcome instanceof StepOutcome.Done) {
                verdict = Verdict.of(subject.action());
            }
        }
        return verdict;
    }

    /** The failure of a subject, if one of its steps failed. */
    public Optional<StepOutcome.Failed> failureOf(Subject subject) {
        return failuresOf(subject).stream().findFirst();
    }

    /** All failures of a subject; there are several only where steps do not need each other, as tests do not. */
    public List<StepOutcome.Failed> failuresOf(Subject subject) {
        return subject.steps().stream()
                .map(step -> outcomes.get(step.key()))
                .filter(StepOutcome.Failed.class::isInstance)
                .map(StepOutcome.Failed.class::cast)
                .toList();
    }

    /** The step of another subject that kept this one from going on. */
    public Optional<StepKey> blockerOf(Subject subject) {
        return subject.steps().stream()
                .map(step -> outcomes.get(step.key()))
                .filter(StepOutcome.Blocked.class::isInstance)
                .map(outcome -> ((StepOutcome.Blocked) outcome).by())
                .findFirst();
    }

    /** What became of a subject, in the word that the recap prints. */
    public enum Verdict {
        CREATED,
        CHANGED,
        RECREATED,
        DELETED,
        UNCHANGED,
        /** It was tested, and no test failed. */
        PASSED,
        FAILED,
        BLOCKED,
        /** The run was asked to stop before it was done. */
        UNFINISHED,
        REFUSED;

        static Verdict of(Subject.Action action) {
            return switch (action) {
                case CREATE -> CREATED;
                case CHANGE -> CHANGED;
                case RECREATE -> RECREATED;
                case DELETE -> DELETED;
                case NONE -> UNCHANGED;
                case TEST -> PASSED;
                case REFUSE -> REFUSED;
            };
        }
    }
}
