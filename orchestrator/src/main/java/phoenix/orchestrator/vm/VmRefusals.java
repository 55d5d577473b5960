package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.TakenAddresses;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Subject.Refusal;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** What is refused of a VM before anything is touched, each with the way out. */
final class VmRefusals {
    static final String ROOT =
            "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node";

    private final Actual actual;
    private final TakenAddresses taken;
    private final Map<VmId, PlannedGuest> before;

    VmRefusals(Actual actual, TakenAddresses taken, Map<VmId, PlannedGuest> before) {
        this.actual = actual;
        this.taken = taken;
        this.before = before;
    }

    Optional<Refusal> of(DesiredVm want, Optional<ActualGuest> found, boolean anew, boolean documents) {
        boolean made = found.isEmpty() || anew;
        return ofUpstream(want, made)
                .or(() -> found.filter(have -> !actual.canRemoveHalfMade(have, GuestKind.VM))
                        .flatMap(have -> ofPresent(want, have, anew)))
                .or(() -> ofSnapshotOfTemplate(want))
                .or(() -> made ? ofImage(want) : Optional.empty())
                .or(() -> made ? ofCopiedSnapshot(want) : Optional.empty())
                .or(() -> made ? VmDiskRefusals.ofStorages(want, actual) : Optional.empty())
                .or(() -> ofWayIn(want))
                .or(() -> ofDocuments(want, documents))
                .or(() -> new DeviceRefusals(actual).of(want, made))
                .or(() -> ofAddress(want));
    }

    private Optional<Refusal> ofAddress(DesiredVm want) {
        return want.networkList().stream()
                .flatMap(network -> network.address().stream())
                .filter(address -> taken.holder(address).isPresent())
                .findFirst()
                .flatMap(address -> taken.holder(address)
                        .flatMap(other -> refuse(
                                "address " + address + " of VM " + want.label() + " is taken by " + other.kind() + " "
                                        + other.id() + " (" + other.name() + ")",
                                want,
                                "choose another address in network_config, or change that guest")));
    }

    private Optional<Refusal> ofUpstream(DesiredVm want, boolean made) {
        Set<VmId> needs = new TreeSet<>(want.dependencies());
        want.cloneSource().filter(source -> made).ifPresent(needs::add);
        return needs.stream()
                .map(before::get)
                .filter(need -> need != null && need.isRefused())
                .findFirst()
                .map(need -> new Refusal(
                        "VM " + want.label() + " needs " + need.subject().label() + ", which is refused",
                        "see what is said of " + need.subject().id()));
    }

    private static Optional<Refusal> ofPresent(DesiredVm want, ActualGuest have, boolean anew) {
        String exists = have.kind() + " " + have.id() + (have.name().isEmpty() ? "" : " (" + have.name() + ")");
        if (have.kind() != GuestKind.VM) {
            return refuse(exists + " is there, and the file wants a VM of that ID", want, "choose another ID");
        }
        if (have.lock().isPresent()) {
            return refuse(
                    exists + " is locked (" + have.lock().get() + "), and no task is at work on it",
                    want,
                    "see that nothing works on it, then: qm unlock " + have.id()
                            + (Set.of("create", "clone").contains(have.lock().get())
                                    ? " && qm destroy " + have.id()
                                    : ""));
        }
        if (!have.memory().isOurs()) {
            return refuse(
                    exists + " is there, and Phoenix did not make it",
                    want,
                    "take it over as it is with: phoenix " + have.id() + " --adopt; or choose another ID in the file");
        }
        if (anew && have.options().getOrDefault("protection", "0").equals("1")) {
            return refuse(
                    exists + " is protected, and would have to be deleted to be made anew",
                    want,
                    "take the protection away first: qm set " + have.id() + " --protection 0");
        }
        boolean template = have.options().getOrDefault("template", "0").equals("1");
        if (!anew && template && !want.isTemplate()) {
            return refuse(
                    exists + " is a template, and Proxmox makes no ordinary VM of one again",
                    want,
                    "write \"is_template\": true, or delete it and run again");
        }
        String name = want.templateSnapshot();
        GuestConfig.Section snapshot =
                name == null ? null : have.config().snapshots().get(name);
        if (!anew && snapshot != null && Note.find(snapshot.description()).isEmpty()) {
            return refuse(
                    exists + " has a snapshot '" + name + "' that Phoenix did not take",
                    want,
                    "rename or delete it: qm delsnapshot " + have.id() + " " + name);
        }
        if (!anew
                && want.isTemplate()
                && !template
                && !have.config().snapshots().isEmpty()) {
            return refuse(
                    exists + " has snapshots, and Proxmox makes no template of a VM with snapshots",
                    want,
                    "delete them first: qm delsnapshot " + have.id() + " "
                            + String.join(", ", have.config().snapshots().keySet()));
        }
        return anew ? Optional.empty() : VmDiskRefusals.ofSizes(want, have.options());
    }

    private static Optional<Refusal> ofSnapshotOfTemplate(DesiredVm want) {
        return want.isTemplate() && !want.snapshotNames().isEmpty()
                ? refuse(
                        "VM " + want.label() + " shall be a template and have a snapshot '"
                                + String.join("', '", want.snapshotNames())
                                + "'; Proxmox makes no template of a VM with snapshots",
                        want,
                        "drop template_snapshot_name and snapshots: clones are made of the template itself")
                : Optional.empty();
    }

    private Optional<Refusal> ofImage(DesiredVm want) {
        if (!(want.origin() instanceof Origin.Image image)) {
            return Optional.empty();
        }
        Optional<ImageChoice> choice = ImageChoice.find(image, actual);
        if (choice.isEmpty()) {
            boolean url = image.published() != null || image.name().matches("https?://.*");
            List<String> known = ImageChoice.known(actual);
            return refuse(
                    url
                            ? "no storage of node " + actual.node() + " takes images, so " + image.name() + " of VM "
                                    + want.label() + " cannot be downloaded"
                            : "image '" + image.name() + "' of VM " + want.label() + " is on no storage of node "
                                    + actual.node(),
                    want,
                    url || known.isEmpty()
                            ? "let a storage hold images: pvesm set local --content iso,vztmpl,backup,snippets,import"
                            : "use one of: " + String.join(", ", known)
                                    + "; or write the address to download it from, or an entry of 'images'");
        }
        ChecksumList list = choice.get().checksums();
        if (list != null && !actual.access().shell()) {
            return refuse(
                    "the checksum of image '" + image.name() + "' of VM " + want.label() + " is to be read from "
                            + list.url() + ", and there is no shell on node " + actual.node() + " to read it by",
                    want,
                    ROOT + "; or write \"image_checksum\": \"sha256:...\" in the VM");
        }
        return choice.get().isPath() && !actual.access().rootOptions()
                ? refuse(
                        "VM " + want.label() + " is to be made from the file " + image.name()
                                + ", which Proxmox lets root@pam alone name, and no API token is that user",
                        want,
                        ROOT + "; or put the image on a storage with content 'import'")
                : Optional.empty();
    }

    private Optional<Refusal> ofCopiedSnapshot(DesiredVm want) {
        if (!(want.origin() instanceof Origin.Clone clone) || clone.snapshot() == null) {
            return Optional.empty();
        }
        PlannedGuest source = before.get(clone.source());
        String storage = source instanceof PlannedVm vm ? vm.want().storage() : "";
        return CloneAbility.copiesSnapshots(storage, actual)
                ? Optional.empty()
                : refuse(
                        "VM " + want.label() + " shall be a clone of a snapshot of " + clone.source()
                                + ", and storage '" + storage + "' cannot copy a snapshot's disks",
                        want,
                        "make " + clone.source()
                                + " a template: \"is_template\": true, without template_snapshot_name");
    }

    /** Without an agent the node gets in by SSH; that takes a shell on it, a key of its own, and somebody to log in as. */
    private Optional<Refusal> ofWayIn(DesiredVm want) {
        if (want.hardware().agent() || !want.worksInside()) {
            return Optional.empty();
        }
        String work = "VM " + want.label()
                + " has features, application scripts or checks inside it, no guest agent to run them by, and ";
        if (want.login().isEmpty()) {
            return refuse(
                    work + "no user and address to log in to by SSH",
                    want,
                    "write \"agent\": true; or give it a fixed address and, in user_config, a user with \"sudo\": \""
                            + CloudInit.User.ALL + "\"");
        } else if (!actual.access().shell()) {
            return refuse(
                    work + "no shell on node " + actual.node() + " to log in from by SSH",
                    want,
                    "write \"agent\": true; or " + ROOT);
        }
        return actual.access().publicKey().isEmpty()
                ? refuse(
                        work + "root on node " + actual.node() + " has no SSH key to log in by",
                        want,
                        "write \"agent\": true; or make a key on the node, as Proxmox does: pvecm updatecerts")
                : Optional.empty();
    }

    private Optional<Refusal> ofDocuments(DesiredVm want, boolean documents) {
        if (!documents) {
            return Optional.empty();
        }
        if (!actual.access().shell()) {
            return refuse(
                    "VM " + want.label() + " needs a cloud-init document of its own, which no API of Proxmox's can"
                            + " write, and there is no shell on node " + actual.node(),
                    want,
                    ROOT + "; or ask for no more than one user with keys and sudo");
        }
        return actual.facts().snippetStorage().isEmpty()
                ? refuse(
                        "VM " + want.label() + " needs a cloud-init document of its own, and no storage of node "
                                + actual.node() + " holds snippets",
                        want,
                        "let one hold them: pvesm set local --content iso,vztmpl,backup,import,snippets")
                : Optional.empty();
    }

    static Optional<Refusal> refuse(String why, DesiredVm want, String hint) {
        return Optional.of(new Refusal(why + "\n  " + want.place(), hint));
    }
}
