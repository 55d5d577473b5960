package phoenix.orchestrator.host.zfs;

import java.util.Optional;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.Subject;

/**
 * Whether a disk may become part of a new pool. Pure.
 *
 * <ol>
 *   <li>One that is not there, too small, in use, or the system's own is refused, whatever has been agreed to.
 *   <li>One that holds nothing may.
 *   <li>One whose label names the very pool is refused as well: that pool is there, if it could not be found whole just now.
 *   <li>One that holds something may after it has been wiped, if wiping was asked for and its own serial number was given; else it is
 *       refused with what was found.
 * </ol>
 */
sealed interface DiskDecision {
    /** ZFS makes no pool of less. */
    long SMALLEST_BYTES = 64L << 20;

    /** It is empty. */
    record Free() implements DiskDecision {}

    /** It is wiped first. */
    record Wipe() implements DiskDecision {}

    /**
     * It is left alone.
     *
     * @param unconfirmed whether giving its serial number would be enough
     */
    record Refused(Subject.Refusal refusal, boolean unconfirmed) implements DiskDecision {}

    /** @param pool the new pool's name */
    static DiskDecision of(Disk disk, WipeConsent consent, String pool) {
        if (disk.device().isEmpty()) {
            return no(
                    "there is no disk " + disk.path(), "see what there is, and write its name: ls -l /dev/disk/by-id");
        } else if (disk.system()) {
            return no(disk + " is the one that the running system lies on", "write another disk");
        } else if (!disk.uses().isEmpty()) {
            return no(
                    disk + " is in use: " + String.join(", ", disk.uses()),
                    "write another disk, or end that use by hand first");
        } else if (disk.sizeBytes() < SMALLEST_BYTES) {
            return no(disk + " is too small for ZFS, which wants 64 MiB", "write another disk");
        } else if (disk.holds().isEmpty()) {
            return new Free();
        }
        Optional<String> member = disk.deviceOfPool(pool);
        if (member.isPresent()) {
            return no(
                    disk + " belongs to a pool '" + pool + "' that is there, and cannot be imported now",
                    "see why: zpool import; or, if nothing in it is needed any more: zpool labelclear -f "
                            + member.get());
        }
        String found = disk + " is not empty: " + String.join(", ", disk.holds());
        if (!consent.asked()) {
            return no(
                    found,
                    "write another disk; or, if nothing on it is needed any more, add --wipe-disks"
                            + (disk.serial().isEmpty() ? "" : " --confirm-wipe " + disk.serial()));
        } else if (disk.serial().isEmpty()) {
            return no(
                    found + "; it has no serial number by which it could be confirmed",
                    "wipe it by hand: wipefs -a " + disk.path());
        } else if (!consent.serials().contains(disk.serial())) {
            return new Refused(
                    new Subject.Refusal(
                            found + "; nobody confirmed that it may be wiped",
                            "if nothing on it is needed any more, add --confirm-wipe " + disk.serial()),
                    true);
        }
        return new Wipe();
    }

    private static DiskDecision no(String why, String hint) {
        return new Refused(new Subject.Refusal(why, hint), false);
    }
}
