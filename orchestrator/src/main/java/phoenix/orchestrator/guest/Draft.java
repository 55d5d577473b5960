package phoenix.orchestrator.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
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

    /** A step of a guest that is planned already. */
    public Optional<StepKey> earlier(Predicate<Step> which) {
        return before.values().stream()
                .flatMap(planned -> planned.subject().steps().stream())
                .filter(which)
                .map(Step::key)
                .findFirst();
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

    /**
     * Tells why the note of a guest that is there is written, where no option differs.
     *
     * @param found what the note says now
     * @param managed the names of the options that the file declares
     * @param tags the guest's tags as they are
     * @param again whether everything shall be applied again
     */
    public void tellOfNote(Note found, Set<String> managed, String tags, boolean again) {
        if (again) {
            change(new Change("everything", "", "", "asked for: applied again in place"));
        }
        memory.rolledBackTo()
                .ifPresent(snapshot ->
                        change(new Change("stage", "", snapshot, "somebody rolled it back to that snapshot")));
        Set<String> before = new TreeSet<>(found.managed());
        if (before.remove(LiftedProtection.MARK)) {
            remark("its protection was taken away by a run that was cut off, and is set again");
        }
        if (!before.equals(managed)) {
            change(new Change(
                    "managed options",
                    String.join(" ", before),
                    String.join(" ", new TreeSet<>(managed)),
                    "the file declares others than before",
                    Impact.NONE));
        }
        if (memory.rolledBackTo().isEmpty() && !tags.contains(found.tag())) {
            change(new Change("tags", "", found.tag(), "the tag beside the note is missing or old", Impact.NONE));
        }
    }

    /** Tells what waits for a restart since earlier, and whether one is due: for that, or for what is changed now. */
    public boolean restartIsDue(ActualGuest have) {
        boolean noted = memory.note().filter(Note::restart).isPresent();
        if (!running) {
            if (noted) {
                change(new Change("pending", "", "", "it was stopped since: nothing waits any more"));
            }
            return false;
        }
        Set<String> waiting = have.waitingForRestart();
        if (!waiting.isEmpty()) {
            change(new Change(
                    "pending", "", String.join(" ", waiting), "waits for a restart since earlier", Impact.RESTART));
        } else if (noted) {
            change(new Change("pending", "", "", "an earlier change waits for a restart", Impact.RESTART));
        }
        return needsRestart();
    }

    /**
     * The guest as the plan shows it.
     *
     * @param action what is done to it if anything is
     * @param stale why it is older than what it was made from
     */
    public Subject subject(Subject.Action action, Optional<String> stale) {
        return new Subject(
                want.id().toString(),
                want.label(),
                chain.isEmpty() ? Subject.Action.NONE : action,
                changes,
                chain.steps(),
                remarks,
                Optional.empty(),
                stale);
    }

    /** What the guest's snapshots will hold once the steps so far are done. */
    public Map<String, Note> records() {
        Map<String, Note> records = new LinkedHashMap<>(memory.records());
        chain.steps().stream()
                .filter(TakeSnapshot.class::isInstance)
                .map(TakeSnapshot.class::cast)
                .forEach(step -> records.put(step.name(), step.record()));
        return records;
    }
}
