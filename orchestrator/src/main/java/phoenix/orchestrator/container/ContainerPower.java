package phoenix.orchestrator.container;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.guest.StartGuest;
import phoenix.orchestrator.guest.StepChain;
import phoenix.orchestrator.guest.StopGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

/**
 * Plans the start and the stop of one container that is there. Pure.
 *
 * @param want the container by the files, if they know it
 * @param shell whether there is a shell by which it can be seen whether it is ready
 */
public record ContainerPower(ActualGuest have, Optional<DesiredContainer> want, boolean shell) {
    /** Why its power is none of our business. */
    public Optional<Subject.Refusal> refusal(boolean toStart) {
        if (!have.memory().isOurs()) {
            return Optional.of(new Subject.Refusal(
                    "container " + label() + " was not made by Phoenix",
                    "use pct " + (toStart ? "start " : "shutdown ") + have.id() + "; or take it over: phoenix "
                            + have.id() + " --adopt"));
        }
        if (toStart && want.filter(DesiredContainer::isTemplate).isPresent()) {
            return Optional.of(new Subject.Refusal(
                    "container " + label() + " is a template, and is kept stopped: its clones are made from its"
                            + " snapshot",
                    "start one of its clones; to look inside it, clone it"));
        }
        return have.lock()
                .map(lock -> new Subject.Refusal(
                        "container " + label() + " is locked (" + lock + "), and no task is at work on it",
                        "see that nothing works on it, then: pct unlock " + have.id()));
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
        Target target = Target.container(have.id(), label(), have.node());
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
            want.filter(known -> shell)
                    .ifPresent(known -> chain.add(needs -> new AwaitReady(target, known.networkList(), needs)));
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

    private String label() {
        return have.id() + (have.name().isEmpty() ? "" : " (" + have.name() + ")");
    }
}
