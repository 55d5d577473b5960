package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.DiskSize;

/** Plans what becomes of one VM's disks: they grow, are added and detached, and never shrink. Used by one thread. */
final class VmDiskChanges {
    private final DesiredVm want;
    private final Target target;
    private final Map<String, String> have;
    private final Draft<DesiredVm> draft;

    /** @param have the options that the VM has; empty if it is made by this plan */
    VmDiskChanges(DesiredVm want, Target target, Map<String, String> have, Draft<DesiredVm> draft) {
        this.want = want;
        this.target = target;
        this.have = have;
        this.draft = draft;
    }

    /** @param now the size that the first disk has; empty if that is not known */
    void grow(Optional<DiskSize> now) {
        if (want.diskGiB() == null) {
            return;
        }
        DiskSize total = DiskSize.ofGiB(want.diskGiB());
        if (now.filter(size -> size.compareTo(total) >= 0).isEmpty()) {
            draft.step(all -> new GrowVolume(target, VmDisks.FIRST, total, all));
            if (now.isPresent() && !have.isEmpty()) {
                draft.change(new Change(
                        VmDisks.FIRST + " size",
                        now.get().toString(),
                        total.toString(),
                        "differs from the file"
                                + (draft.running() && want.isOpen()
                                        ? ", and the file system in it grows with it"
                                        : "; the file system in it grows at the next boot")));
                if (draft.running() && want.isOpen()) {
                    draft.step(all -> new GrowFileSystem(target, all));
                }
            }
        }
    }

    /** Plans the disks beside the first one that are not there, or too small. */
    void add() {
        List<DesiredVm.Disk> disks = want.disks() == null ? List.of() : want.disks();
        for (int i = 0; i < disks.size(); i++) {
            String option = VmDisks.further(i);
            DesiredVm.Disk disk = disks.get(i);
            DiskSize total = DiskSize.ofGiB(disk.sizeGiB());
            Optional<DiskSize> size = GrowVolume.sizeOf(have.getOrDefault(option, ""));
            if (!have.containsKey(option)) {
                draft.change(new Change("disk " + option, "", total.toString(), "", Impact.LIVE));
                draft.step(
                        all -> new AddDisk(target, option, disk.storage() + ":" + disk.sizeGiB() + ",discard=on", all));
            } else if (size.isPresent() && size.get().compareTo(total) < 0) {
                draft.change(
                        new Change(option + " size", size.get().toString(), total.toString(), "differs from the file"));
                draft.step(all -> new GrowVolume(target, option, total, all));
            }
        }
    }

    /**
     * Plans the disks of firmware and TPM that come with other wishes. A template keeps the disks that it has, and so does a VM that somebody made
     * without one for its firmware.
     *
     * @param there the options that there are
     */
    void addOfFirmware(VmDiff diff, Set<String> there) {
        VmDisks.ofFirmware(want).forEach((option, volume) -> {
            boolean due = option.equals(VmDisks.TPM) || diff.set().containsKey("bios");
            if (due && !there.contains(option) && !there.contains("template")) {
                draft.change(
                        new Change("disk " + option, "", "1 GiB or less", "its firmware needs it", Impact.RESTART));
                draft.step(all -> new AddDisk(target, option, volume, all));
            }
        });
    }

    /** What the file drops is detached: the volume stays, as {@code unused[n]}, for whoever still wants it. */
    void detach(Set<String> managedBefore) {
        Set<String> dropped = new TreeSet<>(managedBefore);
        dropped.removeIf(option -> !option.matches("scsi[1-9][0-9]*"));
        dropped.removeAll(VmDisks.further(want));
        dropped.retainAll(have.keySet());
        for (String option : dropped) {
            draft.change(new Change(
                    "disk " + option,
                    have.getOrDefault(option, ""),
                    "",
                    "the file does not declare it any more; its volume stays, as an unused one",
                    Impact.LIVE));
            draft.step(all -> new DetachDisk(target, option, all));
        }
    }
}
