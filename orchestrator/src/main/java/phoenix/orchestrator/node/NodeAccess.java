package phoenix.orchestrator.node;

import java.util.Optional;
import phoenix.pve.api.PveClient;
import phoenix.pve.shell.NodeShell;

/**
 * One API and one shell of one node. Every change that the API can make goes through the API; the rest through the shell.
 *
 * @param name the node's name in Proxmox's paths
 * @param shell empty if there is only the API
 */
public record NodeAccess(String name, PveClient client, Optional<NodeShell> shell) {}
