package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.guest.StepChain;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VmId;

/** One VM's part of the plan while it is being made: the steps so far, and the state that they lead to. Used by one thread. */
final class VmDraft {
    private final Map<VmId, PlannedGuest> before;
    private final StepChain chain = new StepChain();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private Note note;
    private boolean running;

    VmDraft(Map<VmId, PlannedGuest> before, Note note, boolean running) {
        this.before = before;
        this.note = note;
        this.running = running;
    }

    StepChain chain() {
        return chain;
    }

    void step(Function<Set<StepKey>, Step> step) {
        chain.add(step);
    }

    /** Adds a step that waits for other guests too. */
    void step(Set<VmId> others, Function<Set<StepKey>, Step> step) {
        Set<StepKey> needs = new LinkedHashSet<>();
        others.stream()
                .map(before::get)
                .filter(Objects::nonNull)
                .forEach(planned -> planned.lastStep().ifPresent(needs::add));
        chain.add(needs, step);
    }

    /** Adds a change; nothing that happens to a VM that stands still needs a restart. */
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

    List<String> remarks() {
        return remarks;
    }

    Note note() {
        return note;
    }

    /** Sets what the next step writes into the notes, and returns it. */
    Note note(Note next) {
        note = next;
        return next;
    }

    boolean running() {
        return running;
    }

    void running(boolean now) {
        running = now;
    }
}
