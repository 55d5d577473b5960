package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Output;

/**
 * Has a running VM fill its grown first disk: its last partition, then the file system in it. cloud-init does the same at every boot, so a
 * run that is killed before this step loses nothing but time.
 */
record GrowFileSystem(Target target, Set<StepKey> needs) implements Step {
    private static final String SCRIPT = ShippedFile.text(GrowFileSystem.class, "grow-root.sh");

    @Override
    public StepKey key() {
        return target.key("grow file system");
    }

    @Override
    public String title() {
        return "grow the file system";
    }

    @Override
    public List<String> preview() {
        return List.of("run in the guest: grow-root.sh, which calls growpart and the file system's own tool");
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(3);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return run(node, "check", line -> {}).succeeded();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Output output = run(node, "apply", log::line);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot grow the file system of " + target + ": "
                            + output.stderr().strip(),
                    "the disk itself is grown; a restart of the VM has cloud-init do the rest, or do it by hand: "
                            + target.lookInside());
        }
    }

    private Output run(NodeAccess node, String what, java.util.function.Consumer<String> onLine) {
        return GuestShell.in(target, node)
                .run(List.of("sh", "-c", SCRIPT, "phoenix", what), new byte[0], Duration.ofMinutes(2), onLine);
    }
}
