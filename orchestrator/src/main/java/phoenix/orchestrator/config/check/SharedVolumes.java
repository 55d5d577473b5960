package phoenix.orchestrator.config.check;

import java.util.NavigableMap;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.Drafts;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Problems;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** Reports shared volumes that are mounted in guests that are gone, or that are VMs. */
final class SharedVolumes {
    private SharedVolumes() {}

    static void check(Drafts drafts, Problems problems) {
        NavigableMap<VmId, GuestDraft> guests = drafts.byId();
        drafts.host()
                .sharedVolumes()
                .forEach(volume -> volume.mounts().forEach((id, path) -> {
                    GuestDraft guest = guests.get(id);
                    if (guest == null) {
                        problems.error(
                                path.place(),
                                "the shared volume '" + volume.name() + "' is mounted in " + id
                                        + ", which is no container of " + ConfigLoader.LXC_FILE,
                                "remove the entry, or write the ID of another container");
                    } else if (guest.kind() == GuestKind.VM) {
                        problems.error(
                                path.place(),
                                "the shared volume '" + volume.name() + "' is mounted in " + guest.label()
                                        + ", which is a VM: only a container can have a folder of the node in it",
                                "export the folder by NFS, and name it under 'mounts' of the VM");
                    }
                }));
    }
}
