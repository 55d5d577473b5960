/**
 * Containers: their configuration files, their locks, and everything that the API does with them.
 *
 * <p>The rules are Proxmox's; processes, file trees and volumes belong to {@code phoenix.lab.node}. Start reading at
 * {@link phoenix.lab.guest.Guests}, which holds what the operations share, then at the operation of interest.
 *
 * @see "PVE source: pve-container, PVE/AbstractConfig.pm"
 */
@NullMarked
package phoenix.lab.guest;

import org.jspecify.annotations.NullMarked;
