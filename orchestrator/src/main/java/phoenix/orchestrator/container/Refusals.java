package phoenix.orchestrator.container;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.TakenAddresses;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.guest.MakeTemplate;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject.Refusal;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** What is refused before anything is touched, each with the way out. */
final class Refusals {
    private final Actual actual;
    private final TakenAddresses taken;
    private final Map<VmId, PlannedGuest> before;

    /**
     * @param taken the addresses of guests that are in no file
     * @param before the containers that are planned already
     */
    Refusals(Actual actual, TakenAddresses taken, Map<VmId, PlannedGuest> before) {
        this.actual = actual;
        this.taken = taken;
        this.before = before;
    }

    /** @param anew whether the container that was found is to be removed and made anew */
    Optional<Refusal> of(DesiredContainer want, Lineage lineage, Optional<ActualGuest> found, boolean anew) {
        boolean made = found.isEmpty() || anew;
        return ofUpstream(want, made)
                .or(() -> found.filter(have -> !actual.canRemoveHalfMade(have, GuestKind.CONTAINER))
                        .flatMap(have -> ofPresent(want, have)))
                .or(() -> anew ? found.flatMap(have -> ofProtected(want, have)) : Optional.empty())
                .or(() -> anew ? ofBase(want) : Optional.empty())
                .or(() -> found.filter(have -> !anew).flatMap(have -> ofKept(want, have)))
                .or(() -> made ? ofAbsent(want, lineage) : Optional.empty())
                .or(() -> OptionRefusals.of(want, found.filter(have -> !anew), actual))
                .or(() -> AccessRefusals.ofRootOptions(want, found.filter(have -> !anew), actual))
                .or(() -> takenAddress(want));
    }

    private Optional<Refusal> ofUpstream(DesiredContainer want, boolean made) {
        Set<VmId> needs = new LinkedHashSet<>(want.dependencies());
        want.cloneSource().filter(source -> made).ifPresent(needs::add);
        return needs.stream()
                .map(before::get)
                .filter(need -> need != null && need.isRefused())
                .findFirst()
                .map(need -> new Refusal(
                        "container " + want.label() + " needs " + need.subject().label() + ", which is refused",
                        "see what is said of " + need.subject().id()));
    }

    /** What must be so whether the container stays or is made anew. */
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
                    "take it over as it is with: phoenix " + have.id() + " --adopt; or choose another ID in the file");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> ofProtected(DesiredContainer want, ActualGuest have) {
        return have.options().getOrDefault("protection", "0").equals("1")
                ? refuse(
                        "container " + want.label() + " is protected, and would have to be deleted to be made anew",
                        want,
                        "take the protection away first: pct set " + want.id()
                                + " --protection 0; or leave it as it is, without --rebuild")
                : Optional.empty();
    }

    /** What cannot be changed of a container that stays. */
    private Optional<Refusal> ofKept(DesiredContainer want, ActualGuest have) {
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
                GrowVolume.sizeOf(have.config().current().get("rootfs").orElse(""));
        if (size.isPresent() && wanted.compareTo(size.get()) < 0) {
            return refuse(
                    "the root volume of container " + want.label() + " is " + size.get()
                            + "; Proxmox VE cannot shrink it to " + wanted,
                    want,
                    "write \"storage_size_gb\": " + size.get().toGiB() + ", or delete the container and run again");
        }
        return ofTemplate(want, have)
                .or(() -> obstacleOfTemplate(want, have.options(), have.memory().managed()))
                .or(() -> foreignSnapshot(want, have));
    }

    /** Nothing leads back from a template of Proxmox's own, and none is made of a container with snapshots. */
    private static Optional<Refusal> ofTemplate(DesiredContainer want, ActualGuest have) {
        boolean template = MakeTemplate.isOne(have.options());
        if (template && !want.proxmoxTemplate()) {
            return refuse(
                    "container " + want.label() + " is a template of Proxmox's own, which never starts again",
                    want,
                    "write \"is_template\": true, or delete it and run again");
        }
        return want.proxmoxTemplate() && !template && !have.config().snapshots().isEmpty()
                ? refuse(
                        "container " + want.label() + " has snapshots ("
                                + String.join(
                                        ", ",
                                        new TreeSet<>(have.config().snapshots().keySet()))
                                + "), and Proxmox makes no template of one that has",
                        want,
                        "delete them (pct delsnapshot " + want.id() + " NAME), or delete the container and run again")
                : Optional.empty();
    }

    /** What others share with it cannot go while they are there. */
    private Optional<Refusal> ofBase(DesiredContainer want) {
        Ties ties = new Ties(Fleet.EMPTY, actual);
        Set<VmId> clones = ties.linkedClones(want.id());
        return clones.isEmpty()
                ? Optional.empty()
                : refuse(
                        "container " + want.label() + " would have to be deleted to be made anew, and "
                                + ties.labels(clones) + " are linked clones of it",
                        want,
                        "delete those first, and have them made again with it");
    }

    /** A template that is cloned from its snapshot needs one; Proxmox's own may not have a folder of the node in it. */
    private Optional<Refusal> obstacleOfTemplate(
            DesiredContainer want, Map<String, String> options, Set<String> managedBefore) {
        if (want.proxmoxTemplate()) {
            return BindMounts.first(want, options, managedBefore)
                    .flatMap(path -> refuse(
                            "container " + want.label()
                                    + " is to be a template, and Proxmox makes none of a container with a bind mount ("
                                    + path + ")",
                            want,
                            "mount it in the clones instead, or drop is_template"));
        }
        return SnapshotObstacle.of(want, options, managedBefore, actual)
                .filter(obstacle -> want.isTemplate())
                .flatMap(obstacle -> refuse(
                        "container " + want.label() + " is to be cloned from its snapshot '" + want.templateSnapshot()
                                + "', and Proxmox takes no snapshot of a container " + obstacle,
                        want,
                        obstacle.contains("bind mount")
                                ? "mount it in the clones instead, or drop template_snapshot_name"
                                : "put it on a storage of type zfspool, or write \"is_template\": true in place of"
                                        + " template_snapshot_name"));
    }

    private static Optional<Refusal> foreignSnapshot(DesiredContainer want, ActualGuest have) {
        return want.snapshotNames().stream()
                .filter(name -> !name.equals(DesiredContainer.PRE_CONFIGURED) || isToComeBeforeApplications(want, have))
                .filter(name -> {
                    GuestConfig.Section snapshot = have.config().snapshots().get(name);
                    return snapshot != null && Note.find(snapshot.description()).isEmpty();
                })
                .findFirst()
                .flatMap(name -> refuse(
                        "container " + want.label() + " has a snapshot '" + name + "' that Phoenix did not take",
                        want,
                        "rename or delete it: pct delsnapshot " + want.id() + " " + name));
    }

    private static boolean isToComeBeforeApplications(DesiredContainer want, ActualGuest have) {
        return !want.applications().isEmpty()
                && have.memory().note().map(Note::application).isEmpty();
    }

    private Optional<Refusal> ofAbsent(DesiredContainer want, Lineage lineage) {
        if (want.origin() instanceof Origin.Template template
                && TemplateChoice.find(template, actual).isEmpty()) {
            return ofTemplate(want, template);
        }
        DiskSize wanted = DiskSize.ofGiB(want.rootfsGiB());
        Optional<DiskSize> source = lineage.sourceSize();
        if (source.isPresent() && wanted.compareTo(source.get()) < 0) {
            return refuse(
                    "container " + want.label() + " is cloned from "
                            + want.cloneSource().map(VmId::toString).orElse("") + ", whose root volume is "
                            + source.get() + "; it cannot be " + wanted,
                    want,
                    "write \"storage_size_gb\": " + source.get().toGiB() + " or more");
        }
        return obstacleOfTemplate(want, Map.of(), Set.of()).or(() -> StorageRefusals.of(want, actual));
    }

    private Optional<Refusal> ofTemplate(DesiredContainer want, Origin.Template template) {
        Optional<String> storage = TemplateChoice.storageOf(template)
                .filter(id -> !actual.storages().isEmpty() && !actual.storages().containsKey(id));
        String instead = "use one of: " + String.join(", ", TemplateChoice.known(actual));
        return storage.isPresent()
                ? refuse(
                        "storage '" + storage.get() + "' of the template of container " + want.label()
                                + " is not there, or not active, on node " + actual.node(),
                        want,
                        instead + "; or, if the hypervisor file declares it: phoenix --setup-hypervisor")
                : refuse(
                        "template '" + template.name() + "' of container " + want.label()
                                + " is neither on a storage of node " + actual.node() + " nor in its catalogue",
                        want,
                        instead);
    }

    private Optional<Refusal> takenAddress(DesiredContainer want) {
        for (Network network : want.networks().values()) {
            Optional<ActualGuest> other = network.address().flatMap(taken::holder);
            if (other.isPresent()) {
                return refuse(
                        "address " + network.address().get() + " of container " + want.label() + " is taken by "
                                + other.get().kind() + " " + other.get().id() + " ("
                                + other.get().name() + ")",
                        want,
                        "choose another address in network_config, or change that guest");
            }
        }
        return Optional.empty();
    }

    /** A refusal that shows the container's place in the file. */
    static Optional<Refusal> refuse(String why, DesiredContainer want, String hint) {
        return Optional.of(new Refusal(why + "\n  " + want.place(), hint));
    }
}
