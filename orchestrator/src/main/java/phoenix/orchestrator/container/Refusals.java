package phoenix.orchestrator.container;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject.Refusal;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** What is refused before anything is touched, each with the way out. */
final class Refusals {
    private Refusals() {}

    static Optional<Refusal> of(
            DesiredContainer want,
            Optional<ActualGuest> found,
            Actual actual,
            Set<VmId> declared,
            Map<VmId, PlannedContainer> before) {
        Optional<Refusal> refusal = ofUpstream(want, found, before);
        if (refusal.isEmpty()) {
            refusal = found.isPresent() ? ofPresent(want, found.get()) : ofAbsent(want, actual, before);
        }
        return refusal.or(() -> takenAddress(want, actual, declared));
    }

    private static Optional<Refusal> ofUpstream(
            DesiredContainer want, Optional<ActualGuest> found, Map<VmId, PlannedContainer> before) {
        return before.entrySet().stream()
                .filter(entry -> entry.getValue().isRefused())
                .filter(entry -> want.dependencies().contains(entry.getKey())
                        || (found.isEmpty()
                                && want.clonedFrom()
                                        .filter(clone -> clone.source().equals(entry.getKey()))
                                        .isPresent()))
                .findFirst()
                .map(entry -> new Refusal(
                        "container " + want.label() + " needs "
                                + entry.getValue().subject().label() + ", which is refused",
                        "see what is said of " + entry.getKey()));
    }

    private static Optional<Refusal> ofPresent(DesiredContainer want, ActualGuest have) {
        String exists = have.kind() + " " + have.id() + (have.name().isEmpty() ? "" : " (" + have.name() + ")");
        if (have.kind() != GuestKind.CONTAINER) {
            return refuse(exists + " is there, and the file wants a container of that ID", want, "choose another ID");
        }
        if (have.lock().isPresent()) {
            String lock = have.lock().get();
            return refuse(
                    exists + " is locked (" + lock + "), and no task is at work on it: an operation was interrupted",
                    want,
                    "see that nothing works on it, then: pct unlock " + have.id()
                            + (lock.equals("create") ? " && pct destroy " + have.id() : ""));
        }
        if (!have.memory().isOurs()) {
            return refuse(
                    exists + " is there, and Phoenix did not make it",
                    want,
                    "choose another ID in the file; Phoenix never changes a guest that is not its own");
        }
        boolean unprivileged =
                have.config().current().get("unprivileged").orElse("0").equals("1");
        if (unprivileged != want.unprivileged()) {
            return refuse(
                    "'unprivileged' of container " + want.label() + " cannot be changed: it is " + unprivileged,
                    want,
                    "write \"unprivileged\": " + unprivileged + ", or delete the container and run again");
        }
        DiskSize wanted = DiskSize.ofGiB(want.rootfsGiB());
        Optional<DiskSize> size =
                GrowRootfs.sizeOf(have.config().current().get("rootfs").orElse(""));
        if (size.isPresent() && wanted.compareTo(size.get()) < 0) {
            return refuse(
                    "the root volume of container " + want.label() + " is " + size.get()
                            + "; Proxmox VE cannot shrink it to " + wanted,
                    want,
                    "write \"storage_size_gb\": " + size.get().toGiB() + ", or delete the container and run again");
        }
        return foreignSnapshot(want, have);
    }

    private static Optional<Refusal> foreignSnapshot(DesiredContainer want, ActualGuest have) {
        String name = want.templateSnapshot() != null ? want.templateSnapshot() : "final-form";
        GuestConfig.Section snapshot = have.config().snapshots().get(name);
        boolean foreign = snapshot != null && Note.find(snapshot.description()).isEmpty();
        return foreign
                ? refuse(
                        "container " + want.label() + " has a snapshot '" + name + "' that Phoenix did not take",
                        want,
                        "rename or delete it: pct delsnapshot " + want.id() + " " + name)
                : Optional.empty();
    }

    private static Optional<Refusal> ofAbsent(
            DesiredContainer want, Actual actual, Map<VmId, PlannedContainer> before) {
        if (want.origin() instanceof Origin.Template template
                && TemplateChoice.find(template.name(), actual).isEmpty()) {
            return refuse(
                    "template '" + template.name() + "' of container " + want.label()
                            + " is neither on a storage of node " + actual.node() + " nor in its catalogue",
                    want,
                    "use one of: " + String.join(", ", TemplateChoice.known(actual)));
        }
        if (want.origin() instanceof Origin.Clone clone) {
            DiskSize wanted = DiskSize.ofGiB(want.rootfsGiB());
            Optional<DiskSize> source = sourceSize(clone, actual, before);
            if (source.isPresent() && wanted.compareTo(source.get()) < 0) {
                return refuse(
                        "container " + want.label() + " is cloned from " + clone.source() + ", whose root volume is "
                                + source.get() + "; it cannot be " + wanted,
                        want,
                        "write \"storage_size_gb\": " + source.get().toGiB() + " or more");
            }
        }
        return Optional.empty();
    }

    /** The size of the volume that a clone is copied from, where it is known. */
    static Optional<DiskSize> sourceSize(Origin.Clone clone, Actual actual, Map<VmId, PlannedContainer> before) {
        return actual.guest(clone.source())
                .flatMap(source -> GrowRootfs.sizeOf(
                        source.config().current().get("rootfs").orElse("")))
                .or(() -> Optional.ofNullable(before.get(clone.source()))
                        .flatMap(planned -> planned.subject().steps().stream()
                                .filter(CreateContainer.class::isInstance)
                                .map(step -> DiskSize.ofGiB(
                                        ((CreateContainer) step).want().rootfsGiB()))
                                .findFirst()));
    }

    /** Guests of the same file are left out: the file was checked, and a clone has its source's address until it is configured. */
    private static Optional<Refusal> takenAddress(DesiredContainer want, Actual actual, Set<VmId> declared) {
        for (Network network : want.networks().values()) {
            String address = network.address().orElse("");
            for (ActualGuest other : actual.guests().values()) {
                boolean taken = !address.isEmpty()
                        && !declared.contains(other.id())
                        && other.config().current().options().entrySet().stream()
                                .filter(option -> option.getKey().matches("net[0-9]+"))
                                .anyMatch(option -> ContainerPlanner.addressIn(option.getValue())
                                        .filter(address::equals)
                                        .isPresent());
                if (taken) {
                    return refuse(
                            "address " + address + " of container " + want.label() + " is taken by " + other.kind()
                                    + " " + other.id() + " (" + other.name() + ")",
                            want,
                            "choose another address in network_config, or change that guest");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(String why, DesiredContainer want, String hint) {
        return Optional.of(new Refusal(why + "\n  " + want.place(), hint));
    }
}
