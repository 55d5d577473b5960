/** Steps of the user's own. Each class is one {@link phoenix.orchestrator.host.HostKind}. */
@NullMarked
package phoenix.orchestrator.host.own;

import org.jspecify.annotations.NullMarked;
