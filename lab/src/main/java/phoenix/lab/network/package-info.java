/**
 * The node's own network and names as Proxmox keeps them: interfaces, which are staged beside the file in force and then applied; name
 * servers, hosts, time zone.
 *
 * <p>Start reading at {@link phoenix.lab.network.NetworkEndpoints}.
 *
 * @see "PVE source: PVE/API2/Network.pm, PVE/INotify.pm"
 */
@NullMarked
package phoenix.lab.network;

import org.jspecify.annotations.NullMarked;
