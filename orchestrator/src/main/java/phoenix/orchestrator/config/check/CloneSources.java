package phoenix.orchestrator.config.check;

import java.util.NavigableMap;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** Reports sources that do not exist or cannot be cloned, and wishes that a clone cannot fulfil. */
final class CloneSources {
    private final NavigableMap<VmId, GuestDraft> all;
    private final Lineage lineage;
    private final Problems problems;

    CloneSources(NavigableMap<VmId, GuestDraft> all, Lineage lineage, Problems problems) {
        this.all = all;
        this.lineage = lineage;
        this.problems = problems;
    }

    void check(GuestDraft guest) {
        if (guest.kind() == GuestKind.VM) {
            checkTemplate(guest);
        }
        Located<VmId> source = guest.cloneSource();
        if (source == null) {
            return;
        }
        GuestDraft found = all.get(source.value());
        if (found == null || found.kind() != guest.kind()) {
            problems.error(
                    source.place(),
                    "the clone source " + source.value()
                            + (found == null
                                    ? " is no " + guest.kind() + " of this file"
                                    : " is a " + found.kind() + ", and a " + guest.kind() + " is cloned from a "
                                            + guest.kind()),
                    (found == null
                                    ? "add a " + guest.kind() + " " + source.value()
                                            + ", or write the ID of another one"
                                    : "write the ID of a " + guest.kind())
                            + templates(guest.kind()));
            return;
        }
        if (!found.canBeCloned()) {
            problems.error(source.place(), cannotBeCloned(found), whatToAdd(found));
        }
        checkLinked(guest, found);
        checkSize(guest, found);
        checkPrivilege(guest, found);
    }

    /** Proxmox: "you can't convert a VM to template if VM has snapshots". */
    private void checkTemplate(GuestDraft vm) {
        Located<String> snapshot = vm.templateSnapshot();
        if (vm.isTemplate() && snapshot != null) {
            problems.error(
                    snapshot.place(),
                    "VM " + vm.label()
                            + " is a template and has a 'template_snapshot_name', but Proxmox makes no template"
                            + " of a VM that has snapshots",
                    "remove 'template_snapshot_name'; a template is cloned without one");
        }
        Located<Boolean> atBoot = vm.startAtBoot();
        if (vm.isTemplate() && atBoot != null && atBoot.value()) {
            problems.warning(
                    atBoot.place(),
                    "'start_at_boot' is true, but VM " + vm.label() + " is a template, which cannot be started",
                    "write false");
        }
    }

    /** Proxmox links clones of its own templates alone, on the storage that those are on. */
    private void checkLinked(GuestDraft guest, GuestDraft source) {
        if (!(guest instanceof ContainerDraft clone)
                || !(source instanceof ContainerDraft from)
                || !clone.isLinked()
                || clone.fullClone() == null) {
            return;
        }
        if (!from.proxmoxTemplate()) {
            problems.error(
                    clone.fullClone().place(),
                    "'full_clone' is false, but the clone source " + source.label()
                            + " is no template of Proxmox's own," + " and Proxmox makes linked clones of those alone",
                    "add \"is_template\": true to container " + source.id()
                            + " (in place of 'template_snapshot_name'), or remove 'full_clone'");
        }
        Located<String> storage = clone.storage();
        Located<String> sources = from.storage();
        if (storage != null && sources != null && !storage.value().equals(sources.value())) {
            problems.error(
                    storage.place(),
                    "'storage_pool' is '" + storage.value() + "', but a linked clone lies where its source "
                            + source.label() + " lies: on '" + sources.value() + "'",
                    "write \"storage_pool\": \"" + sources.value() + "\", or remove 'full_clone'");
        }
    }

    private static String cannotBeCloned(GuestDraft source) {
        return source.kind() == GuestKind.CONTAINER
                ? "the clone source " + source.label()
                        + " has neither 'template_snapshot_name' nor 'is_template', so there is nothing to clone"
                : "the clone source " + source.label() + " is no template and has no snapshot to clone";
    }

    private static String whatToAdd(GuestDraft source) {
        return source.kind() == GuestKind.CONTAINER
                ? "add \"template_snapshot_name\": \"pre-configured\" to container " + source.id()
                : "add \"is_template\": true to VM " + source.id();
    }

    private void checkSize(GuestDraft guest, GuestDraft source) {
        Located<Integer> size = guest.diskGiB();
        Located<Integer> sourceSize = source.diskGiB();
        if (size != null && sourceSize != null && size.value() < sourceSize.value()) {
            problems.error(
                    size.place(),
                    "'" + (guest.kind() == GuestKind.CONTAINER ? "storage_size_gb" : "disk_size_gb") + "' is "
                            + size.value() + ", but the clone source " + source.label() + " has " + sourceSize.value()
                            + ", and Proxmox never shrinks a volume",
                    "write " + sourceSize.value() + " or more");
        }
    }

    private void checkPrivilege(GuestDraft guest, GuestDraft source) {
        Located<Boolean> wanted = guest instanceof ContainerDraft container ? container.unprivileged() : null;
        if (wanted != null && wanted.value() != lineage.isUnprivileged(source)) {
            problems.error(
                    wanted.place(),
                    "'unprivileged' is " + wanted.value() + ", but the clone source " + source.label() + " is "
                            + (wanted.value() ? "privileged" : "unprivileged")
                            + ", and a clone stays what its source is",
                    "write " + !wanted.value() + ", or clone from another container");
        }
    }

    private String templates(GuestKind kind) {
        var templates = all.values().stream()
                .filter(guest -> guest.kind() == kind && guest.canBeCloned())
                .limit(10)
                .map(GuestDraft::label)
                .toList();
        return templates.isEmpty() ? "" : "; those that can be cloned: " + String.join(", ", templates);
    }
}
