/** The node's network. Each class is one {@link phoenix.orchestrator.host.HostKind}. */
@NullMarked
package phoenix.orchestrator.host.network;

import org.jspecify.annotations.NullMarked;
