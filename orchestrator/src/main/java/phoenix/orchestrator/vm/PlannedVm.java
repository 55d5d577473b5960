package phoenix.orchestrator.vm;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject;

/**
 * A VM's part of the plan, and what others need to know of it.
 *
 * @param note what its notes will say at the end; empty if it is refused
 * @param records what its snapshots will hold at the end
 */
public record PlannedVm(DesiredVm want, Subject subject, Optional<Note> note, Map<String, Note> records)
        implements PlannedGuest {
    public PlannedVm {
        records = Map.copyOf(records);
    }

    static PlannedVm refused(DesiredVm want, Subject.Refusal refusal) {
        return new PlannedVm(
                want, Subject.refused(want.id().toString(), want.label(), refusal), Optional.empty(), Map.of());
    }

    /** The state that a clone gets: that of a snapshot, or of the template itself. */
    Optional<Note> stateIn(@Nullable String snapshot) {
        return snapshot == null
                ? note
                : Optional.ofNullable(records.get(snapshot)).or(() -> note);
    }
}
