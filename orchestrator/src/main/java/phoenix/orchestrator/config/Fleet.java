package phoenix.orchestrator.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.VmId;

/**
 * Everything that the user wants, from all three files.
 *
 * @param containers by ID
 */
public record Fleet(SortedMap<VmId, DesiredContainer> containers) {
    public Fleet {
        containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
    }
}
