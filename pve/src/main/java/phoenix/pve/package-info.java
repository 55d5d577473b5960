/**
 * Proxmox VE's own vocabulary: guest ids, property strings, sizes, tags, volumes, UPIDs, the format of a guest's configuration file.
 *
 * <p>Values only: nothing here opens a connection or decides anything. The client is in {@code phoenix.pve.api}, the shell of a
 * node in {@code phoenix.pve.shell}. Start reading at {@link phoenix.pve.GuestConfig}.
 */
@NullMarked
package phoenix.pve;

import org.jspecify.annotations.NullMarked;
