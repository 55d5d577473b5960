/**
 * The documents that cloud-init reads in a VM: made as values, and printed as YAML that means the same to a reader of YAML 1.1.
 *
 * <p>Start reading at {@link phoenix.orchestrator.vm.cloudinit.Documents}.
 */
@NullMarked
package phoenix.orchestrator.vm.cloudinit;

import org.jspecify.annotations.NullMarked;
