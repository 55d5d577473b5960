/** What the node offers others: folders by NFS and Samba. Each class is one {@link phoenix.orchestrator.host.HostKind}. */
@NullMarked
package phoenix.orchestrator.host.share;

import org.jspecify.annotations.NullMarked;
