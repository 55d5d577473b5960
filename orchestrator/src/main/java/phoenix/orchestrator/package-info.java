/**
 * The product: from what the user wants and what is, a plan, and from the plan a run.
 *
 * <pre>
 * config ----+
 *            +--> Planner --> plan.Plan --> run.Runner --> run.RunEvent, run.RunResult
 * actual ----+
 * </pre>
 *
 * <p>Start reading at {@link phoenix.orchestrator.Planner}.
 */
@NullMarked
package phoenix.orchestrator;

import org.jspecify.annotations.NullMarked;
