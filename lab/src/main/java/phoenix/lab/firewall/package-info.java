/**
 * The firewalls of cluster, node and guests as Proxmox keeps them, in {@code /etc/pve/firewall} and the node's {@code host.fw},
 * changed by the API or by hand. They are kept and checked, not enforced: no packet is ever dropped because of them.
 *
 * <p>Start reading at {@link phoenix.lab.firewall.FirewallEndpoints}.
 *
 * @see "PVE source: PVE/Firewall.pm, PVE/API2/Firewall"
 */
@NullMarked
package phoenix.lab.firewall;

import org.jspecify.annotations.NullMarked;
