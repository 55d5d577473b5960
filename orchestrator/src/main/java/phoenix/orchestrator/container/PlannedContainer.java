package phoenix.orchestrator.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/**
 * A container's part of the plan, and what others need to know of it.
 *
 * @param note what its notes will say at the end; empty if it is refused
 * @param records what its snapshots will hold at the end
 * @param features every feature that it will have, those that it was cloned with first
 * @param runsApplications whether it, or anything that it was cloned from, is the work of application scripts too
 */
public record PlannedContainer(
        DesiredContainer want,
        Subject subject,
        Optional<Note> note,
        Map<String, Note> records,
        List<Feature> features,
        boolean runsApplications)
        implements PlannedGuest {
    public PlannedContainer {
        records = Map.copyOf(records);
        features = List.copyOf(features);
    }

    /** The guest of this ID, if it is planned already and a container. */
    static Optional<PlannedContainer> among(Map<VmId, PlannedGuest> planned, VmId id) {
        return planned.get(id) instanceof PlannedContainer container ? Optional.of(container) : Optional.empty();
    }

    static PlannedContainer refused(DesiredContainer want, Subject.Refusal refusal) {
        return new PlannedContainer(
                want,
                Subject.refused(want.id().toString(), want.label(), refusal),
                Optional.empty(),
                Map.of(),
                List.of(),
                false);
    }

    /**
     * The state that a snapshot of it will hold; for one that Phoenix did not take, its own state is the best guess.
     *
     * @param snapshot null for its own state
     */
    Optional<Note> stateIn(@Nullable String snapshot) {
        return Optional.ofNullable(snapshot).map(records::get).or(() -> note);
    }
}
