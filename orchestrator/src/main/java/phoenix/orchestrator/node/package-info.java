/** The node as the product uses it: one API, one shell. Start reading at {@link phoenix.orchestrator.node.NodeAccess}. */
@NullMarked
package phoenix.orchestrator.node;

import org.jspecify.annotations.NullMarked;
