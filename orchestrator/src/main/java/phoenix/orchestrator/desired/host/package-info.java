/** What the user wants of the node itself. Start reading at {@link phoenix.orchestrator.desired.host.DesiredHost}. */
@NullMarked
package phoenix.orchestrator.desired.host;

import org.jspecify.annotations.NullMarked;
