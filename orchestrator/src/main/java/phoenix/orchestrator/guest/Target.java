package phoenix.orchestrator.guest;

import java.util.Optional;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.SshLogin;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.GuestPath;

/**
 * The guest that a step works on.
 *
 * @param label for people: {@code 953 (gateway)}
 * @param node the node that holds it
 * @param login how to get into it where that is not by the usual way of its kind
 */
public record Target(GuestKind kind, VmId id, String label, String node, Optional<SshLogin> login) {
    public Target(GuestKind kind, VmId id, String label, String node) {
        this(kind, id, label, node, Optional.empty());
    }

    /** A guest of the files. */
    public static Target of(DesiredGuest guest, String node) {
        Optional<SshLogin> login = guest instanceof DesiredVm vm ? vm.login() : Optional.empty();
        return new Target(guest.kind(), guest.id(), guest.label(), node, login);
    }

    public static Target container(VmId id, String label, String node) {
        return new Target(GuestKind.CONTAINER, id, label, node);
    }

    public static Target vm(VmId id, String label, String node) {
        return new Target(GuestKind.VM, id, label, node);
    }

    /** Where the API keeps it. */
    public GuestPath path() {
        return new GuestPath(kind, node, id, toString());
    }

    public StepKey key(String step) {
        return new StepKey(id.toString(), step);
    }

    /** The program of Proxmox's that is for guests of its kind; for hints. */
    public String command() {
        return kind == GuestKind.CONTAINER ? "pct" : "qm";
    }

    /** The command by which a person gets inside; for hints. */
    public String lookInside() {
        return kind == GuestKind.CONTAINER ? "pct enter " + id : "qm terminal " + id;
    }

    /** {@code container 953 (gateway)}. */
    @Override
    public String toString() {
        return kind + " " + label;
    }
}
