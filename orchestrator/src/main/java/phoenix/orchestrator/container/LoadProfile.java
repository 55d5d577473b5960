package phoenix.orchestrator.container;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.guest.NodeCommands;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Digest;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Brings an AppArmor profile of the user's to the node and into its kernel. */
record LoadProfile(Target target, AppArmor.Profile profile, Set<StepKey> needs) implements Step {
    private static final String SCRIPT = ShippedFile.text(LoadProfile.class, "load-profile.sh");

    @Override
    public StepKey key() {
        return target.key("AppArmor profile");
    }

    @Override
    public String title() {
        return "AppArmor profile " + profile.name();
    }

    @Override
    public List<String> preview() {
        return List.of("copy to the node, check and load: " + file() + "  (profile " + profile.digest() + ")");
    }

    @Override
    public Set<String> lanes() {
        return Set.of("AppArmor");
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        NodeShell shell = shell(node);
        Output there = shell.run(Command.of("cat", file()));
        Output loaded = shell.run(Command.of("cat", "/sys/kernel/security/apparmor/profiles"));
        return there.succeeded()
                && new Digest()
                        .add("profile", there.stdout())
                        .hex()
                        .equals(new Digest().add("profile", text()).hex())
                && loaded.stdout().lines().anyMatch(line -> line.startsWith(profile.name() + " ("));
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Output output = shell(node)
                .run(Command.of("/bin/sh", "-c", SCRIPT, "phoenix", file()).withInput(text()));
        output.stderr().lines().forEach(log::line);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot load AppArmor profile " + profile.name() + " for " + target + ": "
                            + output.stderr().strip(),
                    "mend " + profile.file() + "; this checks it: apparmor_parser -Q " + profile.file(),
                    log.last(20));
        }
    }

    private String file() {
        return "/etc/apparmor.d/phoenix-" + profile.file().getFileName();
    }

    private byte[] text() {
        try {
            return Files.readAllBytes(profile.file());
        } catch (IOException e) {
            throw new StepFailure(
                    "cannot read " + profile.file() + ": " + e.getMessage(),
                    "see that it is there and may be read, then run again");
        }
    }

    private NodeShell shell(NodeAccess node) {
        return NodeCommands.shell(node, target, "load AppArmor profile " + profile.name() + " for " + target);
    }
}
