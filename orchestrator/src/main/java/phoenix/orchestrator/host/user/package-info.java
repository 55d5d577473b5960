/** Users that administer the node, in the system and in Proxmox, and folders. */
@NullMarked
package phoenix.orchestrator.host.user;

import org.jspecify.annotations.NullMarked;
