package phoenix.orchestrator.desired;

import org.jspecify.annotations.Nullable;

/**
 * What a guest may use of its node.
 *
 * @param memoryMiB RAM limit in MiB, the unit of Proxmox's {@code memory}
 * @param swapMiB swap limit in MiB; containers only
 * @param cores number of CPU cores
 * @param cpuLimit most CPU time, in cores, such as {@code 1.5}; {@code 0} for no limit
 * @param cpuUnits weight against other guests, 1 to 10000
 */
public record Resources(
        @Nullable Integer memoryMiB,
        @Nullable Integer swapMiB,
        @Nullable Integer cores,
        @Nullable String cpuLimit,
        @Nullable Integer cpuUnits) {}
