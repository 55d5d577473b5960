/** Whether a guest does its work. Start reading at {@link phoenix.orchestrator.check.HealthProbe}. */
@NullMarked
package phoenix.orchestrator.check;

import org.jspecify.annotations.NullMarked;
