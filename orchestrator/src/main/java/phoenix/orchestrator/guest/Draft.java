package phoenix.orchestrator.guest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VmId;

/**
 * One guest's part of the plan while it is being made: the steps so far, and the state that they lead to. Used by one thread.
 *
 * @param <G> the kind of guest
 */
public final class Draft<G extends DesiredGuest> {
    private final G want;
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
     * @param memory what the guest remembers; nothing if it has to be made
     * @param before the guests that are planned already: those that this one is cloned from or depends on are among them
     * @param note what its notes say, or shall say once it is made
     * @param running whether it runs now
     */
    public Draft(G want, Target target, Memory memory, Map<VmId, PlannedGuest> before, Note note, boolean running) {
        this.want = want;
        this.target = target;
        this.memory = memory;
        this.before = before;
        this.note = note;
        this.running = running;
    }

    public G want() {
        return want;
    }

    public Target target() {
        return target;
    }

    public Memory memory() {
        return memory;
    }

    public StepChain chain() {
        return chain;
    }

    public void step(Function<Set<StepKey>, Step> step) {
        chain.add(step);
    }

    /** Adds a step that waits for other guests too. */
    public void step(Set<VmId> others, Function<Set<StepKey>, Step> step) {
        chain.add(
                others.stream()
                        .map(before::get)
                        .filter(Objects::nonNull)
                        .flatMap(planned -> planned.lastStep().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                step);
    }

    /** Adds a change; nothing that happens to a guest that stands still needs a restart. */
    public void change(Change change) {
        boolean softer = !running && (change.impact() == Impact.RESTART || change.impact() == Impact.LIVE);
        changes.add(softer ? change.withImpact(Impact.NONE) : change);
    }

    public List<Change> changes() {
        return changes;
    }

    public boolean needsRestart() {
        return changes.stream().anyMatch(change -> change.impact() == Impact.RESTART);
    }

    public void remark(String remark) {
        remarks.add(remark);
    }

    /** Remarks what is so for many, unless it was said of one that is planned already. */
    public void remarkOnce(String remark) {
        if (before.values().stream()
                .noneMatch(planned -> planned.subject().remarks().contains(remark))) {
            remarks.add(remark);
        }
    }

    public List<String> remarks() {
        return remarks;
    }

    /** What the guest's notes say once the steps so far are done. */
    public Note note() {
        return note;
    }

    /** Sets what the next step writes into the notes, and returns it. */
    public Note note(Note next) {
        note = next;
        return next;
    }

    /** Whether the guest runs once the steps so far are done. */
    public boolean running() {
        return running;
    }

    public void started() {
        running = true;
    }

    public void stopped() {
        running = false;
    }

    /** Whether the guest is restarted on the way. */
    public boolean restarts() {
        return restarts;
    }

    public void restarted() {
        restarts = true;
    }
}
