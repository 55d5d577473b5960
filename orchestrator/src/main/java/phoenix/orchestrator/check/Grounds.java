package phoenix.orchestrator.check;

import java.util.Optional;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Programs;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.GuestKind;

/**
 * Where tests are made.
 *
 * @param guest empty for the node itself
 */
public record Grounds(Optional<DesiredGuest> guest) {
    public static final Grounds NODE = new Grounds(Optional.empty());

    private static Target target(DesiredGuest guest, NodeAccess node) {
        return Target.of(guest, node.name());
    }

    /** Inside a guest. */
    public static Grounds in(DesiredGuest guest) {
        return new Grounds(Optional.of(guest));
    }

    Programs programs(NodeAccess node) {
        return guest.<Programs>map(inside -> GuestShell.in(target(inside, node), node))
                .orElseGet(() -> Programs.on(node));
    }

    String where() {
        return guest.map(inside -> "in " + inside.label()).orElse("on the node");
    }

    String hint() {
        return guest.map(inside -> "look inside with: "
                        + (inside.kind() == GuestKind.CONTAINER ? "pct enter " : "qm terminal ") + inside.id())
                .orElse("look on the node");
    }
}
