package phoenix.orchestrator.node;

import java.util.Optional;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveException;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.NodeShell;

/**
 * One API and one shell of one node. Every change that the API can make goes through the API; the rest through the shell.
 *
 * @param name the node's name in Proxmox's paths
 * @param shell empty if there is only the API
 */
public record NodeAccess(String name, PveClient client, Optional<NodeShell> shell) {
    /**
     * A client whose calls are made as {@code root@pam} itself, for options that Proxmox lets nobody else set: the API's if we are that
     * there, else {@code pvesh} by the shell. Not to be closed.
     *
     * @throws PveException.Denied if there is neither
     */
    public PveClient asRoot() {
        if (client.transport().actsAsRoot()) {
            return client;
        }
        return shell.map(root -> new PveClient(new PveshTransport(root)))
                .orElseThrow(
                        () -> new PveException.Denied(
                                "Proxmox lets only root@pam do this, and "
                                        + client.transport().where() + " knows us as another",
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
    }
}
