package phoenix.orchestrator.actual;

import java.util.Optional;
import phoenix.orchestrator.note.Memory;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * One guest as it is.
 *
 * @param node the node that holds it
 * @param config its whole configuration, snapshots included
 * @param running whether it runs
 */
public record ActualGuest(VmId id, GuestKind kind, String node, GuestConfig config, boolean running) {
    public Memory memory() {
        return Memory.of(id, config);
    }

    /** Proxmox's lock on it, such as {@code create}, while a task works on it or after one broke off. */
    public Optional<String> lock() {
        return config.current().get("lock");
    }

    /** The name that its configuration gives it. */
    public String name() {
        return config.current()
                .get(kind == GuestKind.CONTAINER ? "hostname" : "name")
                .orElse("");
    }
}
