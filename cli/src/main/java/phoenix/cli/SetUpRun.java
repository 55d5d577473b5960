package phoenix.cli;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import phoenix.orchestrator.HostPlanner;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.WipeConsent;

/** {@code phoenix --setup-hypervisor}: the node itself made as the files say. */
final class SetUpRun {
    private final Session session;
    private final RunOptions options;
    private final WipeConsent wipe;

    SetUpRun(Session session, RunOptions options, WipeConsent wipe) {
        this.session = session;
        this.options = options;
        this.wipe = wipe;
    }

    ExitCode run() {
        DesiredHost want = session.loaded().host();
        try (OpenNode node = session.node(options.dryRun())) {
            HostPlanner planner = new HostPlanner(want, wipe);
            HostFacts facts = HostReader.read(node.access(), planner.questions());
            if (options.dryRun()) {
                return session.show(planner.plan(facts), options.json());
            }
            Map<String, String> disks = planner.disksToConfirm(facts);
            if (!disks.isEmpty()) {
                planner = new HostPlanner(want, confirmed(disks));
                facts = HostReader.read(node.access(), planner.questions());
            }
            return session.carryOut(planner.plan(facts), node, Map.of());
        }
    }

    /** Asks for the serial number of each disk. */
    private WipeConsent confirmed(Map<String, String> disks) {
        Set<String> serials = new HashSet<>(wipe.serials());
        disks.values().forEach(disk -> session.console().tell("To be wiped: " + disk));
        disks.forEach((serial, disk) -> {
            String answer = Terminal.ask("Type the serial number of the disk to wipe it (" + serial + "): ");
            if (answer == null || !answer.strip().equals(serial)) {
                throw new CommandFailure(
                        ExitCode.CONSENT_MISSING,
                        "the disk with serial number " + serial + " is not wiped: "
                                + (answer == null
                                        ? "nobody was there to agree"
                                        : "the answer was not its serial number")
                                + "; nothing was touched",
                        "run it on a terminal, or add --confirm-wipe " + String.join(",", disks.keySet()));
            }
            serials.add(serial);
        });
        return new WipeConsent(true, serials);
    }
}
