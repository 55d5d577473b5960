@NullMarked
package phoenix.orchestrator.check;

import org.jspecify.annotations.NullMarked;
