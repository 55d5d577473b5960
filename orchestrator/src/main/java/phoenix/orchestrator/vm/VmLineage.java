package phoenix.orchestrator.vm;

import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/**
 * What a VM is made from, as it will be at the end of the plan; a chain of digests, as with containers.
 *
 * @param source the VM that it is cloned from, planned already; empty if it is made from an image
 */
record VmLineage(DesiredVm want, Optional<PlannedVm> source, Actual actual) {
    static VmLineage of(DesiredVm want, Map<VmId, PlannedGuest> before, Actual actual) {
        Optional<PlannedVm> source = want.cloneSource()
                .flatMap(id -> Optional.ofNullable(before.get(id)))
                .filter(PlannedVm.class::isInstance)
                .map(PlannedVm.class::cast);
        return new VmLineage(want, source, actual);
    }

    /** What its note shall say that it was made from. */
    String base() {
        if (want.origin() instanceof Origin.Clone clone) {
            return from(clone) + copied(clone).map(state -> "#" + state.layer()).orElse("");
        } else if (want.origin() instanceof Origin.Image image) {
            return ImageChoice.find(image, actual).map(ImageChoice::file).orElse(ImageChoice.fileName(image.name()));
        }
        throw new IllegalArgumentException("unknown kind of origin: " + want.origin());
    }

    /** The features that a clone made now has from the beginning, with their digests. */
    Map<String, String> inherited() {
        return want.clonedFrom()
                .flatMap(this::copied)
                .<Map<String, String>>map(Note::features)
                .orElse(Map.of());
    }

    /** Why a VM that remembers this is older than what it would be made from now. */
    Optional<String> staleness(Note note) {
        if (note.isAdopted()) {
            return Optional.empty();
        }
        if (want.origin() instanceof Origin.Clone clone) {
            String made = note.base().replaceFirst("#.*", "");
            if (!made.equals(from(clone))) {
                return Optional.of("made from " + made + ", and the file says " + from(clone));
            }
            Optional<String> above = source.map(PlannedVm::subject).flatMap(Subject::stale);
            if (above.isPresent()) {
                return Optional.of("made from " + made + ", which was " + above.get());
            }
            return copied(clone).isEmpty() || note.base().equals(base())
                    ? Optional.empty()
                    : Optional.of("made from an older " + made);
        }
        return want.origin() instanceof Origin.Image image && !ImageChoice.isMeantBy(image, note.base())
                ? Optional.of("made from " + note.base() + ", and the file says " + image.name())
                : Optional.empty();
    }

    private Optional<Note> copied(Origin.Clone clone) {
        return source.flatMap(from -> from.stateIn(clone.snapshot()));
    }

    private static String from(Origin.Clone clone) {
        return clone.source() + (clone.snapshot() == null ? "" : "@" + clone.snapshot());
    }
}
