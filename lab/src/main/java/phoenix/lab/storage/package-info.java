/**
 * The node's storages and what lies on them: templates in the folder {@code local}, guests' volumes on {@code local-zfs}.
 *
 * <p>Names, paths and rules are those of Proxmox's {@code dir} and {@code zfspool}; what the volumes really lie on is the business
 * of {@link phoenix.lab.node.Volumes}. Start reading at {@link phoenix.lab.storage.Storages}.
 */
@NullMarked
package phoenix.lab.storage;

import org.jspecify.annotations.NullMarked;
