package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.PveException;

/** Whether a guest is there, and runs or rests as it should: a template is kept stopped, everything else runs. */
public record RunningTrial(DesiredGuest guest, boolean running) implements Trial {
    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        String found = status(node);
        log.line("status: " + found);
        return found.equals(wanted())
                ? Optional.empty()
                : Optional.of(new Finding("status of " + guest.label(), "it is " + found, List.of()));
    }

    private String status(NodeAccess node) {
        GuestPath path = new GuestPath(guest.kind(), node.name(), guest.id(), guest.label());
        try {
            return node.client().send(GuestApi.status(path)).running() ? "running" : "stopped";
        } catch (PveException.NotFound e) {
            return "absent";
        }
    }

    private String wanted() {
        return running ? "running" : "stopped";
    }

    @Override
    public String where() {
        return "on the node";
    }

    @Override
    public String expected() {
        return wanted();
    }

    @Override
    public String preview() {
        return "ask whether " + guest.label() + " is " + wanted();
    }

    @Override
    public String hint() {
        return running
                ? "bring it up with: phoenix " + guest.id()
                : "it is a template and kept stopped for its clones: phoenix " + guest.id() + " puts it right";
    }
}
