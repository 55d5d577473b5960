/** The node's operating system: clock, names, where packages come from. Each class is one {@link phoenix.orchestrator.host.HostKind}. */
@NullMarked
package phoenix.orchestrator.host.system;

import org.jspecify.annotations.NullMarked;
