package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NoteWriting;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.Done;
import phoenix.pve.api.PveException;
import phoenix.pve.api.QemuApi;
import phoenix.pve.api.Request;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/**
 * Waits until a started VM can work: its agent answers, or it lets us in by SSH, and cloud-init has done its part. A failure of cloud-init ends the wait at once.
 *
 * @param note what the notes say once it is so; empty where a later step says it
 */
record AwaitVm(Target target, Optional<Note> note, Set<StepKey> needs) implements Step {
    private static final Duration ONE_LOOK = Duration.ofSeconds(15);

    @Override
    public StepKey key() {
        return target.key("ready");
    }

    @Override
    public String title() {
        return "wait until it is ready";
    }

    @Override
    public List<String> preview() {
        List<String> calls = new ArrayList<>();
        calls.add(target.login().map(login -> "run on the node: ssh " + login).orElseGet(() -> ping().toString()));
        calls.add("run in the guest: cloud-init status --format json");
        note.ifPresent(proven -> calls.add(NoteWriting.preview(target, proven)));
        return calls;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(10);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return missing(node).isEmpty() && isNoted(node);
    }

    private boolean isNoted(NodeAccess node) {
        return note.isEmpty()
                || LiveGuest.at(node, target)
                        .filter(live -> live.noteIs(note.get()))
                        .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        missing(node).ifPresent(what -> {
            log.line(what);
            throw new NotYet(
                    target + " is not ready: " + what,
                    "look at its console with: " + target.lookInside() + "; then run the same command again");
        });
        note.ifPresent(proven -> NoteWriting.write(node, target, proven));
    }

    private Request<Done> ping() {
        return QemuApi.agentPing(target.node(), target.id(), target.toString());
    }

    private Optional<String> missing(NodeAccess node) {
        try {
            if (target.login().isEmpty()) {
                node.client().send(ping());
            }
            return ofCloudInit(node);
        } catch (ShellException.Unreachable e) {
            if (target.login().isEmpty()) {
                throw e; // the node itself
            }
            return Optional.of(silence(node, e));
        } catch (PveException.Denied e) {
            throw e;
        } catch (PveException e) {
            // An agent that answered a moment ago may be silent now: early in a boot it is started anew.
            return Optional.of(silence(node, e));
        }
    }

    private Optional<String> ofCloudInit(NodeAccess node) {
        CloudInitStatus status;
        try {
            status = CloudInitStatus.read(
                    GuestShell.in(target, node).run(CloudInitStatus.QUESTION, new byte[0], ONE_LOOK, line -> {}));
        } catch (ShellException.TimedOut e) {
            return Optional.of("it is too busy to say what cloud-init does");
        }
        if (status.failed()) {
            Output log = GuestShell.in(target, node).run(CloudInitStatus.LOG, new byte[0], ONE_LOOK, line -> {});
            throw new StepFailure(
                    "cloud-init failed in " + target + status.where() + ": " + status.detail(),
                    "mend what it was told (user_config, packages, write_files, runcmd, cloud_init); see"
                            + " /var/log/cloud-init.log and /var/log/cloud-init-output.log in the VM; make it anew with: phoenix --delete "
                            + target.id() + ", then run again",
                    log.stdout().lines().toList());
        }
        return status.isDone() ? Optional.empty() : Optional.of("cloud-init is still at work" + status.where());
    }

    /** What keeps the agent from answering, each with its own words. */
    private String silence(NodeAccess node, RuntimeException refused) {
        LiveGuest live = LiveGuest.at(node, target).orElseThrow(() -> refused);
        if (!live.isRunning(node)) {
            throw new StepFailure(
                    target + " does not run any more",
                    "see why it ended: the task log, and journalctl on the node; then run the same command again");
        }
        if (target.login().isPresent()) {
            return String.valueOf(refused.getMessage());
        }
        if (!VmForm.parts("agent", live.options().getOrDefault("agent", ""))
                .getOrDefault("enabled", "0")
                .equals("1")) {
            throw new StepFailure(
                    "the guest agent of " + target + " is not enabled in its options",
                    "write \"agent\": true, and run again with --reconfigure");
        }
        return "its guest agent does not answer";
    }
}
