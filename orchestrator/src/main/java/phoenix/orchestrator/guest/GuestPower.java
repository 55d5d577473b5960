package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestKind;

/**
 * Plans the start and the stop of one guest that is there. Pure.
 *
 * @param want the guest by the files, if they know it
 * @param ready makes the step that waits until it can work; empty if nothing can tell
 */
public record GuestPower(
        ActualGuest have,
        Optional<? extends DesiredGuest> want,
        Optional<BiFunction<Target, Set<StepKey>, Step>> ready) {
    /** Why its power is none of our business. */
    public Optional<Subject.Refusal> refusal(boolean toStart) {
        String command = target().command();
        if (!have.memory().isOurs()) {
            return Optional.of(new Subject.Refusal(
                    target() + " was not made by Phoenix",
                    "use " + command + (toStart ? " start " : " shutdown ") + have.id() + "; or take it over: phoenix "
                            + have.id() + " --adopt"));
        }
        if (toStart && (want.filter(DesiredGuest::isTemplate).isPresent() || isTemplate())) {
            return Optional.of(new Subject.Refusal(
                    target() + " is a template, and is kept stopped: its clones are made from "
                            + (have.kind() == GuestKind.CONTAINER ? "its snapshot" : "it"),
                    "start one of its clones; to look inside it, clone it"));
        }
        return have.lock()
                .map(lock -> new Subject.Refusal(
                        target() + " is locked (" + lock + "), and no task is at work on it",
                        "see that nothing works on it, then: " + command + " unlock " + have.id()));
    }

    private boolean isTemplate() {
        return have.options().getOrDefault("template", "0").equals("1");
    }

    /**
     * Its part of the plan.
     *
     * @param stop whether it is stopped, if it runs
     * @param start whether it is started after that
     * @param beforeStop what must have been stopped before
     * @param beforeStart what must have been started before
     */
    public Subject plan(boolean stop, boolean start, Set<StepKey> beforeStop, Set<StepKey> beforeStart) {
        StepChain chain = new StepChain();
        Target target = target();
        boolean stops = stop && have.running();
        boolean starts = start && (stops || !have.running());
        if (stops) {
            chain.add(beforeStop, needs -> new StopGuest(target, needs));
        }
        if (starts) {
            chain.add(beforeStart, needs -> new StartGuest(target, needs));
            have.memory().note().filter(Note::restart).ifPresent(note -> {
                chain.add(needs -> new ForgetRestart(target, note.waitingForRestart(false), needs));
            });
            ready.ifPresent(step -> chain.add(needs -> step.apply(target, needs)));
        }
        List<Change> changes = stops || starts
                ? List.of(new Change(
                        "status",
                        have.running() ? "running" : "stopped",
                        starts ? "running" : "stopped",
                        stops && starts ? "asked for: restarted" : "asked for",
                        stops ? Impact.RESTART : Impact.NONE))
                : List.of();
        return new Subject(
                have.id().toString(),
                label(),
                chain.isEmpty() ? Subject.Action.NONE : Subject.Action.CHANGE,
                changes,
                chain.steps(),
                List.of(),
                Optional.empty());
    }

    private Target target() {
        return new Target(have.kind(), have.id(), label(), have.node());
    }

    private String label() {
        return have.id() + (have.name().isEmpty() ? "" : " (" + have.name() + ")");
    }
}
