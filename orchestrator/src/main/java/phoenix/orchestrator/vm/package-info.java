/**
 * How a VM is compared and planned, and its steps.
 *
 * <p>Start reading at {@link phoenix.orchestrator.vm.VmPlanner}.
 */
@NullMarked
package phoenix.orchestrator.vm;

import org.jspecify.annotations.NullMarked;
