package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Sees that an image which lies on the node already is the one that the file means, before a disk is made from it. Changes nothing. */
record CheckImage(String host, ImageChoice image, Set<StepKey> needs) implements Step {
    private static final Duration READING = Duration.ofMinutes(10);

    @Override
    public StepKey key() {
        return image.key(host);
    }

    @Override
    public String title() {
        return "checksum of image " + image.file();
    }

    @Override
    public List<String> preview() {
        return List.of("read on the node: " + program() + " of " + image.source());
    }

    @Override
    public Duration limit() {
        return READING;
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return sum(node).filter(this::isWanted).isPresent();
    }

    /** Called only if the checksum is another one: there is nothing to act on. */
    @Override
    public void act(NodeAccess node, StepLog log) {
        String found = sum(node).orElse("none: it cannot be read");
        if (!isWanted(found)) {
            throw new StepFailure(
                    "image " + image.source() + " is not the one that the file means: its checksum is " + found,
                    "the file says " + wanted()
                            + "; delete the image to have it downloaded again, or write what is right");
        }
    }

    private String wanted() {
        return image.checksum().substring(image.checksum().lastIndexOf(':') + 1);
    }

    /** {@code sha256sum} or {@code sha512sum}. */
    private String program() {
        return image.checksum().replaceFirst(":.*", "sum");
    }

    private boolean isWanted(String sum) {
        return sum.equalsIgnoreCase(wanted());
    }

    private Optional<String> sum(NodeAccess node) {
        NodeShell shell = node.shell()
                .orElseThrow(() -> new StepFailure(
                        "cannot check image " + image.source() + ": there is no shell on node " + host,
                        "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the"
                                + " node; or drop the checksum"));
        String path = image.source();
        if (!image.isPath()) {
            path = shell.run(Command.of("pvesm", "path", image.source()))
                    .stdout()
                    .strip();
        }
        Output sum = shell.run(new Command(List.of(program(), "--", path), new byte[0], READING));
        return sum.succeeded() ? Optional.of(sum.stdout().replaceFirst("(?s)[\\s].*", "")) : Optional.empty();
    }
}
