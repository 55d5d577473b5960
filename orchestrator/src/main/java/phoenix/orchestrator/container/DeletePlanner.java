package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** Plans the deletion of one container: what goes with it, or why it must stay. Pure. */
public final class DeletePlanner {
    private DeletePlanner() {}

    public static Subject plan(VmId id, Actual actual) {
        Optional<ActualGuest> found = actual.guest(id);
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
        Optional<Subject.Refusal> refusal = refusal(guest, label);
        if (refusal.isPresent()) {
            return Subject.refused(id.toString(), label, refusal.get());
        }
        Target target = new Target(id, label, guest.node());
        StepChain chain = new StepChain();
        if (guest.running()) {
            chain.add(needs -> new StopContainer(target, needs));
        }
        chain.add(needs -> new DestroyContainer(target, needs));
        return new Subject(
                id.toString(), label, Subject.Action.DELETE, losses(guest), chain.steps(), List.of(), Optional.empty());
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
