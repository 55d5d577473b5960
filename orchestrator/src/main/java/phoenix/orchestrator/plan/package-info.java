/**
 * What will be done: steps, what they need of each other, and why. Values that can be printed, reviewed, and carried out unchanged.
 *
 * <p>It knows no kind of resource. Start reading at {@link phoenix.orchestrator.plan.Plan}, then {@link phoenix.orchestrator.plan.Step}.
 */
@NullMarked
package phoenix.orchestrator.plan;

import org.jspecify.annotations.NullMarked;
