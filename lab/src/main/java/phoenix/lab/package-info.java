/**
 * The lab: a disposable Proxmox-shaped host on any Linux machine, with real containers in one system container, or simulated ones.
 *
 * <p>It knows Proxmox's vocabulary ({@code phoenix.pve}) and Proxmox's contract, and neither our client nor the orchestrator.
 */
@NullMarked
package phoenix.lab;

import org.jspecify.annotations.NullMarked;
