package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.guest.StepChain;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VmId;

/** One container's part of the plan while it is being made: the steps so far, and the state that they lead to. Used by one thread. */
final class Draft {
    private final DesiredContainer want;
    private final Target target;
    private final Memory memory;
    private final Map<VmId, PlannedGuest> before;
    private final StepChain chain = new StepChain();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private Note note;
    private boolean running;
    private boolean restarts;

    /**
     * @param memory what the container remembers; nothing if it has to be made
     * @param before the containers that are planned already: those that this one is cloned from or depends on are among them
     * @param note what its notes say, or shall say once it is made
     * @param running whether it runs now
     */
    Draft(
            DesiredContainer want,
            Target target,
            Memory memory,
            Map<VmId, PlannedGuest> before,
            Note note,
            boolean running) {
        this.want = want;
        this.target = target;
        this.memory = memory;
        this.before = before;
        this.note = note;
        this.running = running;
    }

    DesiredContainer want() {
        return want;
    }

    Target target() {
        return target;
    }

    Memory memory() {
        return memory;
    }

    StepChain chain() {
        return chain;
    }

    void step(Function<Set<StepKey>, Step> step) {
        chain.add(step);
    }

    /** Adds a step that waits for other containers too. */
    void step(Set<VmId> others, Function<Set<StepKey>, Step> step) {
        chain.add(
                others.stream()
                        .map(before::get)
                        .filter(java.util.Objects::nonNull)
                        .flatMap(planned -> planned.lastStep().stream())
                        .collect(java.util.stream.Collectors.toCollection(java.util.LinkedHashSet::new)),
                step);
    }

    /** Adds a change; nothing that happens to a container that stands still needs a restart. */
    void change(Change change) {
        boolean softer = !running && (change.impact() == Impact.RESTART || change.impact() == Impact.LIVE);
        changes.add(softer ? change.withImpact(Impact.NONE) : change);
    }

    List<Change> changes() {
        return changes;
    }

    boolean needsRestart() {
        return changes.stream().anyMatch(change -> change.impact() == Impact.RESTART);
    }

    void remark(String remark) {
        remarks.add(remark);
    }

    /** Remarks what is so for many, unless it was said of one that is planned already. */
    void remarkOnce(String remark) {
        if (before.values().stream()
                .noneMatch(planned -> planned.subject().remarks().contains(remark))) {
            remarks.add(remark);
        }
    }

    List<String> remarks() {
        return remarks;
    }

    /** What the container's notes say once the steps so far are done. */
    Note note() {
        return note;
    }

    /** Sets what the next step writes into the notes, and returns it. */
    Note note(Note next) {
        note = next;
        return next;
    }

    /** Whether the container runs once the steps so far are done. */
    boolean running() {
        return running;
    }

    void started() {
        running = true;
    }

    /** Whether the container is restarted on the way. */
    boolean restarts() {
        return restarts;
    }

    void restarted() {
        restarts = true;
    }
}
