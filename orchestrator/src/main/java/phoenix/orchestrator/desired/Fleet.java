package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.VmId;

/**
 * Every guest that the user wants. No ID is in both.
 *
 * @param containers by ID
 * @param vms by ID
 */
public record Fleet(SortedMap<VmId, DesiredContainer> containers, SortedMap<VmId, DesiredVm> vms) {
    public static final Fleet EMPTY = new Fleet(new TreeMap<>(), new TreeMap<>());

    public Fleet {
        containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
    }

    /** Containers and VMs, by ID. */
    public List<DesiredGuest> guests() {
        SortedMap<VmId, DesiredGuest> all = new TreeMap<>(containers);
        all.putAll(vms);
        return List.copyOf(all.values());
    }

    public Optional<DesiredGuest> guest(VmId id) {
        DesiredGuest container = containers.get(id);
        return Optional.ofNullable(container != null ? container : vms.get(id));
    }
}
