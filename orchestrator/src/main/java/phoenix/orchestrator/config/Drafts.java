package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import phoenix.pve.VmId;

/**
 * Everything that was read, before it is compared.
 *
 * @param containers in the order of the file; no two have the same ID
 * @param vms in the order of the file; an ID may stand twice, and may be a container's
 */
public record Drafts(HostDraft host, List<ContainerDraft> containers, List<VmDraft> vms) {
    public Drafts {
        containers = List.copyOf(containers);
        vms = List.copyOf(vms);
    }

    /** Containers, then VMs, each in the order of the file. */
    public List<GuestDraft> guests() {
        List<GuestDraft> all = new ArrayList<>(containers);
        all.addAll(vms);
        return all;
    }

    /** By ID; of two with the same, the first. */
    public NavigableMap<VmId, GuestDraft> byId() {
        NavigableMap<VmId, GuestDraft> byId = new TreeMap<>();
        guests().forEach(guest -> byId.putIfAbsent(guest.id(), guest));
        return Collections.unmodifiableNavigableMap(byId);
    }
}
