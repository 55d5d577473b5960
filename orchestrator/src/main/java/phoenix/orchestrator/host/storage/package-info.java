/** Proxmox's storages. */
@NullMarked
package phoenix.orchestrator.host.storage;

import org.jspecify.annotations.NullMarked;
