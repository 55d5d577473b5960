/**
 * VMs: their configuration files, their locks, and everything that the API does with them.
 *
 * <p>The rules are Proxmox's; processes, disks and agents belong to {@code phoenix.lab.node}. Start reading at {@link
 * phoenix.lab.vm.VmContext}, which holds what the operations share, then at the operation of interest. Containers are {@code
 * phoenix.lab.guest}'s.
 *
 * @see "PVE source: qemu-server, PVE/AbstractConfig.pm"
 */
@NullMarked
package phoenix.lab.vm;

import org.jspecify.annotations.NullMarked;
