package phoenix.lab.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import phoenix.lab.guest.KnownGuests;
import phoenix.pve.VmId;

/** Guests of every kind, as the cluster's endpoints see them. */
record AllGuests(List<KnownGuests> kinds) implements KnownGuests {
    @Override
    public Map<VmId, Map<String, Object>> all() {
        Map<VmId, Map<String, Object>> all = new TreeMap<>();
        kinds.forEach(kind -> all.putAll(kind.all()));
        return all;
    }

    private KnownGuests kindOf(VmId id) {
        return kinds.stream().filter(kind -> kind.knows(id)).findFirst().orElse(kinds.get(0));
    }

    @Override
    public Map<String, Object> lockAndTags(VmId id) {
        return kinds.stream()
                .map(kind -> kind.lockAndTags(id))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(Map.of());
    }

    @Override
    public List<VmId> ids() {
        return kinds.stream().flatMap(kind -> kind.ids().stream()).sorted().toList();
    }

    @Override
    public boolean knows(VmId id) {
        return kinds.stream().anyMatch(kind -> kind.knows(id));
    }

    @Override
    public String type(VmId id) {
        return kindOf(id).type(id);
    }
}
