package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.guest.LiftedProtection;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.PveException;

/**
 * Adds a VM's disk or detaches it. Proxmox does neither to a protected VM, so the protection is taken away for that moment; what was owed
 * when a run was cut off in it, the next one gives back.
 *
 * @param set the disk with its volume; empty to detach
 * @param delete the disk; empty to add
 * @see "PVE source: PVE/AbstractConfig.pm check_protection"
 */
record DiskChange(Target target, Map<String, String> set, List<String> delete) {
    void send(NodeAccess node) {
        Optional<LiveGuest> live = LiveGuest.at(node, target).filter(DiskChange::isProtected);
        if (live.isEmpty() || live.get().note().isEmpty()) {
            node.client().send(GuestApi.setConfig(target.path(), set, delete));
            return;
        }
        Note note = live.get().note().get();
        String notes = live.get().description();
        lift(node, LiftedProtection.marked(Optional.of(note), note).placedIn(notes), "0");
        try {
            node.client().send(GuestApi.setConfig(target.path(), set, delete));
        } catch (PveException failure) {
            try {
                lift(node, LiftedProtection.unmarked(note).placedIn(notes), "1");
            } catch (PveException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        lift(node, LiftedProtection.unmarked(note).placedIn(notes), "1");
    }

    private void lift(NodeAccess node, String notes, String protection) {
        node.client()
                .send(GuestApi.setConfig(
                        target.path(), Map.of("description", notes, LiftedProtection.OPTION, protection), List.of()));
    }

    /** Whether a VM is protected, or would be if a run had not been cut off. */
    static boolean isProtected(LiveGuest live) {
        return isOwing(live)
                || VmForm.flag(live.options().getOrDefault(LiftedProtection.OPTION, "0"))
                        .equals("1");
    }

    static boolean isOwing(LiveGuest live) {
        return live.note()
                .filter(note -> LiftedProtection.isOwed(note.managed()))
                .isPresent();
    }
}
