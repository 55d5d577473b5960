/** Devices: NVIDIA's driver, and devices that are left to VMs. Each class is one {@link phoenix.orchestrator.host.HostKind}. */
@NullMarked
package phoenix.orchestrator.host.device;

import org.jspecify.annotations.NullMarked;
