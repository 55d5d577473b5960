package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.shell.Output;

/** Takes out of a VM what its clones must not share: what cloud-init remembers, the machine's ID, the SSH host keys. */
record SealTemplate(Target target, Set<StepKey> needs) implements Step {
    private static final List<String> COMMAND = List.of(
            "sh",
            "-c",
            "cloud-init clean --logs && rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub"
                    + " && : >/etc/machine-id && rm -f /var/lib/dbus/machine-id && sync");

    @Override
    public StepKey key() {
        return target.key("seal");
    }

    @Override
    public String title() {
        return "seal for cloning";
    }

    @Override
    public boolean seals() {
        return true;
    }

    @Override
    public List<String> preview() {
        return List.of("run in the guest: " + COMMAND.get(2));
    }

    /** It is sealed when it stands still again; as long as it runs, it may have been used since. */
    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.isRunning(node)).isEmpty()
                || GuestShell.in(target, node)
                        .run(
                                List.of("test", "!", "-s", "/etc/machine-id"),
                                new byte[0],
                                Duration.ofSeconds(15),
                                line -> {})
                        .succeeded();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Output output = GuestShell.in(target, node).run(COMMAND, new byte[0], Duration.ofMinutes(1), log::line);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot seal " + target + " for cloning: " + output.stderr().strip(),
                    "see inside what stands in the way: " + target.lookInside());
        }
    }
}
