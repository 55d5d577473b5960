/**
 * Containers: how one is compared, planned, and brought step by step from nothing to healthy.
 *
 * <pre>
 * absent -> created|cloned -> configured -> running -> features -> [pre-configured] -> application -> healthy -> [final-form]
 * </pre>
 *
 * <p>Start reading at {@link phoenix.orchestrator.container.ContainerPlanner}.
 */
@NullMarked
package phoenix.orchestrator.container;

import org.jspecify.annotations.NullMarked;
