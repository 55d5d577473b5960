package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a VM's machine is, beside memory and cores.
 *
 * @param balloonMiB Proxmox's {@code balloon}; 0 for none
 * @param firmware {@code seabios} or {@code ovmf}; with the latter the VM gets a disk for its variables
 * @param agent whether the guest agent is expected in it
 * @param gpus indexes of the node's GPUs that it gets whole; null: not managed
 * @param pciDevices addresses or names of resource mappings of the node's devices that it gets; null: not managed
 */
public record Hardware(
        @Nullable Integer balloonMiB,
        @Nullable Integer sockets,
        @Nullable String cpuType,
        @Nullable String machine,
        @Nullable String firmware,
        boolean tpm,
        boolean agent,
        @Nullable SortedSet<Integer> gpus,
        @Nullable List<String> pciDevices) {
    public Hardware {
        gpus = gpus == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(gpus));
        pciDevices = pciDevices == null ? null : List.copyOf(pciDevices);
    }
}
