/**
 * What is: one look at the node, made values. It changes nothing.
 *
 * <p>Start reading at {@link phoenix.orchestrator.actual.NodeReader}.
 */
@NullMarked
package phoenix.orchestrator.actual;

import org.jspecify.annotations.NullMarked;
