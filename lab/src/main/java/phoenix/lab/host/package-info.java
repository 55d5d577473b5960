/**
 * The lab's node for real: one disposable system container that plays the Proxmox host, and LXC containers nested in it.
 *
 * <p>Start reading at {@link phoenix.lab.host.HostNode}. Everything made on the machine carries the lab's name (see
 * {@link phoenix.lab.host.LabName}), so that {@link phoenix.lab.host.LabLeftovers} finds and removes it after any end, also a
 * {@code kill -9}. Who may do what, locks and tasks are the API server's affair, not this package's.
 */
@NullMarked
package phoenix.lab.host;

import org.jspecify.annotations.NullMarked;
