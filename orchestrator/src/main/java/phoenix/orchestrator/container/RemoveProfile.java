package phoenix.orchestrator.container;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.NodeCommands;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.Output;

/**
 * Takes an AppArmor profile that Phoenix brought to the node out of its kernel and off its disk, once no container is bound to it. A
 * profile of that name in a file of somebody else's stays.
 *
 * @param profile the name that the file declares
 */
record RemoveProfile(Target target, String profile, Set<StepKey> needs) implements Step {
    private static final String FOLDER = "/etc/apparmor.d";
    private static final String KERNEL = "/sys/kernel/security/apparmor";
    private static final String SCRIPT = ShippedFile.text(RemoveProfile.class, "remove-profile.sh");

    @Override
    public StepKey key() {
        return target.key("remove AppArmor profile");
    }

    @Override
    public String title() {
        return "remove AppArmor profile " + profile;
    }

    @Override
    public List<String> preview() {
        return List.of("on the node, if Phoenix brought it and nobody uses it: unload and remove profile " + profile);
    }

    @Override
    public Set<String> lanes() {
        return Set.of("AppArmor");
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return run(node, "look").stdout().isBlank();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Output output = run(node, "remove");
        output.stderr().lines().forEach(log::line);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot remove AppArmor profile " + profile + ": "
                            + output.stderr().strip(),
                    "see what holds it: grep " + profile + " /sys/kernel/security/apparmor/profiles; then remove its"
                            + " file in /etc/apparmor.d by hand",
                    log.last(20));
        }
    }

    private Output run(NodeAccess node, String verb) {
        return NodeCommands.shell(node, target, "remove AppArmor profile " + profile)
                .run(Command.of("/bin/sh", "-c", SCRIPT, "phoenix", verb, profile, FOLDER, KERNEL));
    }
}
