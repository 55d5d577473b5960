@NullMarked
package phoenix.orchestrator;

import org.jspecify.annotations.NullMarked;
