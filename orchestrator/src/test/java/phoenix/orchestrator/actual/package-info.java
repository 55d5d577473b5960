@NullMarked
package phoenix.orchestrator.actual;

import org.jspecify.annotations.NullMarked;
