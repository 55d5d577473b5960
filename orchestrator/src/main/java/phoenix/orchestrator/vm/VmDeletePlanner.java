package phoenix.orchestrator.vm;

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

/** Plans the deletion of one VM: what goes with it, or why it must stay. A running one is shut down first. Pure. */
public final class VmDeletePlanner {
    private VmDeletePlanner() {}

    /** @param named all that go with it, each after those that hang on it */
    public static Subject plan(ActualGuest guest, Ties ties, Set<VmId> named) {
        String id = guest.id().toString();
        String label = id + (guest.name().isEmpty() ? "" : " (" + guest.name() + ")");
        if (ties.actual().canRemoveHalfMade(guest, GuestKind.VM)) {
            return RemoveHalfMade.plan(guest, Target.vm(guest.id(), label, guest.node()), losses(guest));
        }
        Set<VmId> hanging = ties.hanging(guest.id());
        Optional<Subject.Refusal> refusal = refusal(guest, label).or(() -> hungOn(guest, label, hanging, ties, named));
        if (refusal.isPresent()) {
            return Subject.refused(id, label, refusal.get());
        }
        Target target = Target.vm(guest.id(), label, guest.node());
        Set<StepKey> before = hanging.stream()
                .filter(named::contains)
                .map(other -> new StepKey(other.toString(), "delete"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        StepChain chain = new StepChain();
        if (guest.running()) {
            chain.add(before, needs -> new StopGuest(target, needs));
        }
        chain.add(before, needs -> new DestroyGuest(target, needs));
        if (ties.actual().access().shell()) {
            Snippet.storage(guest.options().getOrDefault("cicustom", ""))
                    .ifPresent(storage -> chain.add(needs -> new RemoveSnippets(target, storage, needs)));
        }
        return new Subject(id, label, Subject.Action.DELETE, losses(guest), chain.steps(), List.of(), Optional.empty());
    }

    private static Optional<Subject.Refusal> hungOn(
            ActualGuest guest, String label, Set<VmId> hanging, Ties ties, Set<VmId> named) {
        Set<VmId> staying = new TreeSet<>(hanging);
        staying.removeAll(named);
        return staying.isEmpty()
                ? Optional.empty()
                : Optional.of(new Subject.Refusal(
                        "VM " + label + " is needed by " + ties.labels(staying),
                        "delete them as well: phoenix --delete " + guest.id() + " "
                                + String.join(
                                        " ",
                                        staying.stream().map(VmId::toString).toList())));
    }

    private static Optional<Subject.Refusal> refusal(ActualGuest guest, String label) {
        if (!guest.memory().isOurs()) {
            return Optional.of(new Subject.Refusal(
                    "VM " + label + " was not made by Phoenix",
                    "if it is yours and may go, delete it with: qm destroy " + guest.id()));
        }
        if (guest.options().getOrDefault("protection", "0").equals("1")) {
            return Optional.of(new Subject.Refusal(
                    "VM " + label + " is protected",
                    "take the protection away first: qm set " + guest.id() + " --protection 0"));
        }
        return guest.lock()
                .map(lock -> new Subject.Refusal(
                        "VM " + label + " is locked (" + lock + "), and no task is at work on it",
                        "see that nothing works on it, then: qm unlock " + guest.id()));
    }

    /** What goes with a VM: its disks and snapshots. */
    static List<Change> losses(ActualGuest guest) {
        List<Change> losses = new ArrayList<>();
        guest.config().current().options().forEach((option, value) -> {
            if (VmDisks.isDisk(option) && !value.contains("cloudinit") && !value.contains("media=cdrom")) {
                losses.add(new Change("disk " + option, value, "", "", Impact.DATA_LOSS));
            }
        });
        guest.config()
                .snapshots()
                .keySet()
                .forEach(name -> losses.add(new Change("snapshot", name, "", "", Impact.DATA_LOSS)));
        return losses;
    }
}
