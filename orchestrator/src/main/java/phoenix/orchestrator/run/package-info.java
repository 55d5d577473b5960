/**
 * Carries a plan out: what may run side by side does, what failed is tried again where that can help, and everything that happens is
 * told as events.
 *
 * <p>It knows no kind of resource. Start reading at {@link phoenix.orchestrator.run.Runner}.
 */
@NullMarked
package phoenix.orchestrator.run;

import org.jspecify.annotations.NullMarked;
