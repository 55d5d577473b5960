package phoenix.orchestrator.actual;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The node's NVIDIA devices, as the node itself shows them.
 *
 * @param devices the numbers of each, such as {@code 195:0}, by its path; empty texts where nobody needs to know them
 * @param driver the version of the driver in its kernel
 * @param asOptions whether this Proxmox knows the option {@code dev[n]}: from 8.2 on
 */
public record Gpus(SortedMap<String, String> devices, Optional<String> driver, boolean asOptions) {
    public Gpus {
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }
}
