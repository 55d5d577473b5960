package phoenix.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.WipeConsent;
import picocli.CommandLine.Option;

/** Whether the node itself is set up, and what has been agreed to for that. */
final class HostOptions {
    @Option(
            names = "--setup-hypervisor",
            description = "set the node itself up: packages, users, pools, storages...; no guest is touched")
    boolean setUp;

    @Option(
            names = "--wipe-disks",
            description =
                    "with --setup-hypervisor: wipe disks that hold something and that a new pool needs; asks for each,"
                            + " by its serial number")
    private boolean wipeDisks;

    @Option(
            names = "--confirm-wipe",
            paramLabel = "SERIAL",
            split = ",",
            description = "with --wipe-disks: agree for the disks with these serial numbers")
    private List<String> confirmWipe = new ArrayList<>();

    @Option(
            names = "--allow-network",
            description = "with --setup-hypervisor: agree to changes of the node's network, which it takes back by"
                    + " itself if it is not reached after them")
    private boolean network;

    @Option(
            names = "--allow-removal",
            description = "with --setup-hypervisor: agree that storages go that are declared no more; what lies on them"
                    + " stays")
    private boolean removal;

    @Option(
            names = "--allow-reboot",
            description = "with --setup-hypervisor: reboot the node at the very end if something needs it")
    boolean reboot;

    WipeConsent wipe() {
        return new WipeConsent(wipeDisks, Set.copyOf(confirmWipe));
    }

    Set<HostConsent> given() {
        Set<HostConsent> given = EnumSet.noneOf(HostConsent.class);
        if (network) {
            given.add(HostConsent.NETWORK);
        }
        if (removal) {
            given.add(HostConsent.REMOVAL);
        }
        return given;
    }

    /** What is wrong with these options. */
    Optional<String> mistake() {
        boolean consents = network || removal || reboot;
        if (!setUp && (wipeDisks || !confirmWipe.isEmpty())) {
            return Optional.of("--wipe-disks and --confirm-wipe go with --setup-hypervisor");
        } else if (!setUp && consents) {
            return Optional.of("--allow-network, --allow-removal and --allow-reboot go with --setup-hypervisor");
        }
        return !confirmWipe.isEmpty() && !wipeDisks
                ? Optional.of("--confirm-wipe goes with --wipe-disks")
                : Optional.empty();
    }
}
