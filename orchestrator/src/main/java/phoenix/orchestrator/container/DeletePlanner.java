package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.guest.DestroyGuest;
import phoenix.orchestrator.guest.LiftedProtection;
import phoenix.orchestrator.guest.RemoveHalfMade;
import phoenix.orchestrator.guest.StepChain;
import phoenix.orchestrator.guest.StopGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** Plans the deletion of one container: what goes with it, what hangs on it, or why it must stay. Pure. */
public final class DeletePlanner {
    private DeletePlanner() {}

    /**
     * Plans one.
     *
     * @param ties who hangs on whom
     * @param named every guest that goes; what hangs on this one goes first
     */
    public static Subject plan(VmId id, Ties ties, Set<VmId> named) {
        Optional<ActualGuest> found = ties.actual().guest(id);
        if (found.isEmpty()) {
            return new Subject(
                    id.toString(),
                    id.toString(),
                    Subject.Action.NONE,
                    List.of(),
                    List.of(),
                    List.of("is not there; nothing to delete"),
                    Optional.empty());
        }
        ActualGuest guest = found.get();
        String label = id + (guest.name().isEmpty() ? "" : " (" + guest.name() + ")");
        if (ties.actual().canRemoveHalfMade(guest, GuestKind.CONTAINER)) {
            return RemoveHalfMade.plan(guest, Target.container(id, label, guest.node()), losses(guest));
        }
        Optional<Subject.Refusal> refusal = refusal(guest, label).or(() -> hungOn(guest, label, ties, named));
        if (refusal.isPresent()) {
            return Subject.refused(id.toString(), label, refusal.get());
        }
        Target target = Target.container(id, label, guest.node());
        Set<StepKey> before = deletionsOf(ties.hanging(id), named);
        StepChain chain = new StepChain();
        if (guest.running()) {
            chain.add(before, needs -> new StopGuest(target, needs));
        }
        chain.add(before, needs -> new DestroyGuest(target, needs));
        UnusedProfile.of(guest, ties.actual(), named)
                .ifPresent(profile -> chain.add(needs -> new RemoveProfile(target, profile, needs)));
        return new Subject(
                id.toString(),
                label,
                Subject.Action.DELETE,
                losses(guest),
                chain.steps(),
                remarks(id, ties, named),
                Optional.empty());
    }

    private static Set<StepKey> deletionsOf(Set<VmId> hanging, Set<VmId> named) {
        return hanging.stream()
                .filter(named::contains)
                .map(other -> new StepKey(other.toString(), "delete"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<String> remarks(VmId id, Ties ties, Set<VmId> named) {
        Set<VmId> copies = new TreeSet<>(ties.copies(id));
        copies.removeAll(named);
        return copies.isEmpty()
                ? List.of()
                : List.of(ties.labels(copies) + (copies.size() == 1 ? " was" : " were")
                        + " copied from it whole, and stay" + (copies.size() == 1 ? "s" : ""));
    }

    /** Linked clones and dependants keep it, unless they go as well. */
    private static Optional<Subject.Refusal> hungOn(ActualGuest guest, String label, Ties ties, Set<VmId> named) {
        Set<VmId> clones = new TreeSet<>(ties.linkedClones(guest.id()));
        Set<VmId> dependants = new TreeSet<>(ties.dependants(guest.id()));
        Set<VmId> staying = new TreeSet<>(clones);
        staying.addAll(dependants);
        staying.removeAll(named);
        if (staying.isEmpty()) {
            return Optional.empty();
        }
        clones.retainAll(staying);
        dependants.retainAll(staying);
        List<String> why = new ArrayList<>();
        if (!clones.isEmpty()) {
            why.add("is the base of the linked " + (clones.size() == 1 ? "clone " : "clones ") + ties.labels(clones));
        }
        if (!dependants.isEmpty()) {
            why.add("is needed by " + ties.labels(dependants));
        }
        return Optional.of(new Subject.Refusal(
                "container " + label + " " + String.join(", and ", why),
                "delete " + (staying.size() == 1 ? "that one" : "those") + " as well: phoenix --delete "
                        + guest.id() + " "
                        + String.join(" ", staying.stream().map(VmId::toString).toList())
                        + (dependants.isEmpty()
                                ? ""
                                : "; or take " + guest.id() + " out of their \"dependencies\" in the file")));
    }

    private static Optional<Subject.Refusal> refusal(ActualGuest guest, String label) {
        if (guest.kind() != GuestKind.CONTAINER) {
            return Optional.of(new Subject.Refusal(
                    label + " is a VM; this version deletes containers only",
                    "delete it with: qm destroy " + guest.id()));
        }
        if (!guest.memory().isOurs()) {
            return Optional.of(new Subject.Refusal(
                    "container " + label + " was not made by Phoenix",
                    "if it is yours and may go, delete it with: pct destroy " + guest.id()));
        }
        if (LiftedProtection.isOwed(guest.memory().managed())) {
            return Optional.of(new Subject.Refusal(
                    "container " + label + " is protected, but for a run that was cut off before it set that again",
                    "let a run finish that: phoenix " + guest.id() + "; then take the protection away: pct set "
                            + guest.id() + " --protection 0"));
        }
        if (guest.config().current().get("protection").orElse("0").equals("1")) {
            return Optional.of(new Subject.Refusal(
                    "container " + label + " is protected",
                    "take the protection away first: pct set " + guest.id() + " --protection 0"));
        }
        return guest.lock()
                .map(lock -> new Subject.Refusal(
                        "container " + label + " is locked (" + lock + "), and no task is at work on it",
                        "see that nothing works on it, then: pct unlock " + guest.id()));
    }

    /** What goes with a container: its volumes and snapshots. */
    static List<Change> losses(ActualGuest guest) {
        List<Change> losses = new ArrayList<>();
        guest.config().current().options().forEach((option, value) -> {
            if (option.matches("rootfs|mp[0-9]+|unused[0-9]+") && !value.startsWith("/")) {
                losses.add(new Change("volume " + option, value, "", "", Impact.DATA_LOSS));
            }
        });
        Set<String> snapshots = guest.config().snapshots().keySet();
        snapshots.forEach(name -> losses.add(new Change("snapshot", name, "", "", Impact.DATA_LOSS)));
        return losses;
    }
}
