package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.VmId;

/**
 * Every test suite of the files.
 *
 * @param host of the node itself
 * @param guests by the guest's ID
 */
public record Suites(List<Suite> host, SortedMap<VmId, List<Suite>> guests) {
    public static final Suites NONE = new Suites(List.of(), new TreeMap<>());

    public Suites {
        host = List.copyOf(host);
        guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
    }

    public List<Suite> of(VmId guest) {
        return guests.getOrDefault(guest, List.of());
    }

    /** Makes one from guests in any order. */
    public static Suites of(List<Suite> host, Map<VmId, List<Suite>> guests) {
        return new Suites(host, new TreeMap<>(guests));
    }
}
