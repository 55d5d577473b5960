package phoenix.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.HostPlanner;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** {@code phoenix --setup-hypervisor}: the node itself made as the files say. */
final class SetUpRun {
    private final Session session;
    private final RunOptions options;
    private final HostOptions host;

    SetUpRun(Session session, RunOptions options, HostOptions host) {
        this.session = session;
        this.options = options;
        this.host = host;
    }

    ExitCode run() {
        DesiredHost want = session.loaded().host();
        try (OpenNode node = session.node(options.dryRun())) {
            HostPlanner.Standpoint from = new HostPlanner.Standpoint(
                    node.access().name(),
                    node.access().client().transport().source().orElse(""));
            HostPlanner planner = new HostPlanner(want, from, host.wipe(), host.given());
            if (!options.dryRun() && session.isOnlyImagined()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "a simulated node is no whole system that could be set up",
                        "leave --simulate out for a real lab, or add --dry-run to see what would be done");
            }
            if (options.dryRun() && session.isOnlyImagined()) {
                session.console()
                        .tell(
                                "there is no whole system to look at: this is what would be done to a node of which nothing is"
                                        + " known, disks and all");
                session.show(planner.plan(HostReader.readApi(node.access(), planner.questions())), options.json());
                return ExitCode.DONE;
            }
            HostFacts facts = HostReader.read(node.access(), planner.questions());
            if (options.dryRun()) {
                return session.show(planner.plan(facts), options.json());
            }
            Map<String, String> disks = planner.disksToConfirm(facts);
            WipeConsent wipe = disks.isEmpty() ? host.wipe() : confirmed(disks);
            Set<HostConsent> given = agreed(planner.consentsMissing(facts));
            if (!disks.isEmpty() || !given.equals(host.given())) {
                planner = new HostPlanner(want, from, wipe, given);
                facts = HostReader.read(node.access(), planner.questions());
            }
            ExitCode code = session.carryOut(planner.plan(facts), node, Map.of());
            if (code == ExitCode.DONE) {
                reboot(node, planner, facts);
            } else if (code == ExitCode.STEP_FAILED) {
                tellOfReboot(node, planner, facts);
            }
            return code;
        }
    }

    /** Asks for what needs consent; what nobody agrees to is refused in the plan, and the rest goes on. */
    private Set<HostConsent> agreed(Map<String, Set<HostConsent>> missing) {
        Set<HostConsent> given = EnumSet.noneOf(HostConsent.class);
        given.addAll(host.given());
        missing.forEach((what, consents) -> {
            session.console().tell("Needs consent: " + what);
            String answer = Terminal.ask("Do it? [y/N] ");
            if (answer != null && answer.strip().matches("(?i)y|yes")) {
                given.addAll(consents);
            }
        });
        return given;
    }

    /** Tells of a reboot that is needed; does it, as the very last thing, if that was allowed. */
    private void reboot(OpenNode node, HostPlanner planner, HostFacts before) {
        if (!needed(node, planner, before)) {
            return;
        }
        if (!host.reboot) {
            session.console()
                    .tell(
                            "Reboot it when its guests can spare it, or add --allow-reboot; then run the same command again.");
            return;
        }
        session.console().tell("It is rebooted now. When it is back, run the same command again.");
        node.access().shell().ifPresent(SetUpRun::reboot);
    }

    /** Tells of a reboot that what was done needs although something else failed; it is not done before that is mended. */
    private void tellOfReboot(OpenNode node, HostPlanner planner, HostFacts before) {
        try {
            if (needed(node, planner, before)) {
                session.console()
                        .tell(
                                "It is not rebooted now, as not all was done: mend what failed and run the same command again first.");
            }
        } catch (StepFailure | ShellException | PveException unanswered) {
            // What made the run fail may keep the node from being looked at again; that failure was told.
        }
    }

    private boolean needed(OpenNode node, HostPlanner planner, HostFacts before) {
        List<String> reasons = planner.reboots(before, HostReader.read(node.access(), planner.questions()));
        if (!reasons.isEmpty()) {
            session.console().tell("The node has to be rebooted:");
            reasons.forEach(reason -> session.console().tell("    " + reason));
        }
        return !reasons.isEmpty();
    }

    private static void reboot(NodeShell shell) {
        Output output;
        try {
            output = shell.run(Command.of("reboot").within(Duration.ofSeconds(30)));
        } catch (ShellException.Unreachable goingDown) {
            // A node that goes down ends our connection, and may do so before it has answered.
            return;
        }
        if (!output.succeeded()) {
            throw new CommandFailure(
                    ExitCode.STEP_FAILED,
                    "the node was not rebooted: " + output.stderr().strip(),
                    "reboot it by hand, then run the same command again");
        }
    }

    /** Asks for the serial number of each disk. */
    private WipeConsent confirmed(Map<String, String> disks) {
        Set<String> serials = new HashSet<>(host.wipe().serials());
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
                        "run it on a terminal, or add --confirm-wipe "
                                + disks.keySet().stream().collect(Collectors.joining(",")));
            }
            serials.add(serial);
        });
        return new WipeConsent(true, serials);
    }
}
