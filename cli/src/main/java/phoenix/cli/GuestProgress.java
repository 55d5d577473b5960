package phoenix.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.StepOutcome;

/** How far one guest of a run is. Used by one thread at a time. */
final class GuestProgress {
    private static final int TAIL = 8;

    private final Subject subject;
    private final Map<StepKey, Step> open = new LinkedHashMap<>();
    private final Map<StepKey, Step> running = new LinkedHashMap<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private String trouble = "";
    private String blocker = "";
    private String retry = "";
    private boolean stopped;
    private long began = -1;
    private long ended = -1;

    GuestProgress(Subject subject) {
        this.subject = subject;
        subject.steps().forEach(step -> open.put(step.key(), step));
    }

    /** What a guest is at, in the order in which they are worth being seen. */
    enum State {
        RUNNING,
        FAILED,
        WAITING,
        DONE
    }

    void started(Step step, long now) {
        running.put(step.key(), step);
        retry = "";
        began = began == -1 ? now : began;
    }

    void said(String line) {
        tail.addLast(line);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
    }

    void retried(Step step, int attempt, String why) {
        if (running.containsKey(step.key())) {
            retry = "try " + (attempt + 1) + ": " + why;
        }
    }

    void finished(Step step, StepOutcome outcome, String blockedBy, long now) {
        running.remove(step.key());
        open.remove(step.key());
        retry = "";
        ended = now;
        if (outcome instanceof StepOutcome.Failed && trouble.isEmpty()) {
            trouble = step.title();
        } else if (outcome instanceof StepOutcome.Blocked) {
            blocker = blockedBy;
        } else if (outcome instanceof StepOutcome.Stopped) {
            stopped = true;
        }
    }

    String id() {
        return subject.id();
    }

    String label() {
        return subject.label();
    }

    int steps() {
        return subject.steps().size();
    }

    int stepsEnded() {
        return steps() - open.size();
    }

    List<Step> running() {
        return List.copyOf(running.values());
    }

    /** The first step that has not ended. */
    Optional<Step> next() {
        return open.values().stream().findFirst();
    }

    /** The last lines that its steps said, oldest first. */
    List<String> tail() {
        return List.copyOf(tail);
    }

    State state() {
        if (!running.isEmpty()) {
            return State.RUNNING;
        }
        if (!trouble.isEmpty() || !blocker.isEmpty() || stopped) {
            return State.FAILED;
        }
        return open.isEmpty() ? State.DONE : State.WAITING;
    }

    /** What it is at, in words, but for whom it waits for. */
    String stage() {
        return switch (state()) {
            case RUNNING ->
                String.join(", ", running.values().stream().map(Step::title).toList())
                        + (retry.isEmpty() ? "" : " (" + retry + ")");
            case FAILED ->
                !trouble.isEmpty()
                        ? "failed: " + trouble
                        : blocker.isEmpty() ? "stopped" : "not finished because of " + blocker;
            case WAITING -> "waits";
            case DONE -> "done";
        };
    }

    /** How long since its first step began, up to its last end; zero if nothing has begun. */
    Duration took(long now) {
        if (began == -1) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((running.isEmpty() && open.isEmpty() ? ended : now) - began);
    }
}
