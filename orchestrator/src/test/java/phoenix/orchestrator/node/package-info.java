@NullMarked
package phoenix.orchestrator.node;

import org.jspecify.annotations.NullMarked;
