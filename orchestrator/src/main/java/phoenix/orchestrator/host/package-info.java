/**
 * Sets the node itself up. Start reading at {@link phoenix.orchestrator.host.HostKind}: one class per kind of thing, which asks the node a few
 * questions and compares the answers with what is declared. The rest of this package makes a plan of that and carries it out.
 */
@NullMarked
package phoenix.orchestrator.host;

import org.jspecify.annotations.NullMarked;
