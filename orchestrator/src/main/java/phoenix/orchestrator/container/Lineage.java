package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;

/**
 * What a container is made from, as it will be at the end of the plan.
 *
 * <p>Layers are a chain of digests: a clone's note names the digest of the state that it was copied from, and that state's digest covers
 * what it was itself made from. So a clone is stale if that digest is another now, or if its source is stale.
 *
 * @param source the container that it is cloned from, planned already; empty if it is made from a template archive
 */
record Lineage(DesiredContainer want, Optional<PlannedContainer> source, Actual actual) {
    static Lineage of(DesiredContainer want, Map<VmId, PlannedGuest> before, Actual actual) {
        return new Lineage(
                want, want.clonedFrom().flatMap(clone -> PlannedContainer.among(before, clone.source())), actual);
    }

    /** What its note shall say that it was made from. */
    String base() {
        if (want.origin() instanceof Origin.Clone clone) {
            return from(clone) + copied().map(state -> "#" + state.layer()).orElse("");
        } else if (want.origin() instanceof Origin.Template template) {
            return TemplateChoice.find(template, actual)
                    .map(choice -> choice.volume().fileName())
                    .orElse(template.name());
        }
        throw new IllegalArgumentException("unknown kind of origin: " + want.origin());
    }

    /** The features that a clone made now has from the beginning, with their digests. */
    Map<String, String> inherited() {
        return copied().<Map<String, String>>map(Note::features).orElse(Map.of());
    }

    /** Every feature that it shall have: those of what it is cloned from first, its own last. */
    List<Feature> features() {
        Map<String, Feature> all = new LinkedHashMap<>();
        source.ifPresent(from -> from.features().forEach(feature -> all.put(feature.name(), feature)));
        for (Feature own : want.features()) {
            all.remove(own.name());
            all.put(own.name(), own);
        }
        return List.copyOf(all.values());
    }

    /** The size of the volume that it is cloned from, where it is known. */
    Optional<DiskSize> sourceSize() {
        return source.map(from -> DiskSize.ofGiB(from.want().rootfsGiB()));
    }

    /** Why a container that remembers this is older than what it would be made from now. */
    Optional<String> staleness(Note note) {
        if (note.isAdopted()) {
            return Optional.empty();
        }
        if (want.origin() instanceof Origin.Clone clone) {
            String from = from(clone);
            if (!note.base().replaceFirst("#.*", "").equals(from)) {
                return Optional.of("made from " + note.base().replaceFirst("#.*", "") + ", and the file says " + from);
            }
            Optional<String> above = source.map(PlannedContainer::subject).flatMap(Subject::stale);
            if (above.isPresent()) {
                return Optional.of("made from " + from + ", which was " + above.get());
            }
            return copied().isEmpty() || note.base().equals(base())
                    ? Optional.empty()
                    : Optional.of("made from an older " + from + changedSince(note));
        } else if (want.origin() instanceof Origin.Template template) {
            return TemplateChoice.isMeantBy(template.name(), note.base())
                    ? Optional.empty()
                    : Optional.of("made from " + note.base() + ", and the file says " + template.name());
        }
        throw new IllegalArgumentException("unknown kind of origin: " + want.origin());
    }

    /** Whether applying all features again, in place, gives a container all that its source has by now. */
    boolean canCatchUp(Note note) {
        return want.origin() instanceof Origin.Clone clone
                && note.base().replaceFirst("#.*", "").equals(from(clone))
                && source.filter(from -> from.subject().stale().isEmpty() && !from.runsApplications())
                        .isPresent();
    }

    private Optional<Note> copied() {
        return want.clonedFrom().flatMap(clone -> source.flatMap(from -> from.stateIn(clone.snapshot())));
    }

    private String changedSince(Note note) {
        List<String> changed = new ArrayList<>();
        inherited().forEach((name, digest) -> {
            if (!digest.equals(note.features().get(name))
                    && want.features().stream().noneMatch(f -> f.name().equals(name))) {
                changed.add(name);
            }
        });
        return changed.isEmpty() ? "" : " (changed: feature " + String.join(", ", new TreeSet<>(changed)) + ")";
    }

    private static String from(Origin.Clone clone) {
        return clone.from();
    }
}
