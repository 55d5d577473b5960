package phoenix.orchestrator.config;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.VmId;

/** Who is cloned from whom. Confined to one load and its thread. */
final class Clones {
    private final NavigableMap<VmId, ContainerDraft> all;
    private final Map<VmId, Boolean> unprivileged = new HashMap<>();

    Clones(NavigableMap<VmId, ContainerDraft> all) {
        this.all = all;
    }

    Optional<ContainerDraft> sourceOf(ContainerDraft draft) {
        return Optional.ofNullable(draft.cloneSource()).map(Located::value).map(all::get);
    }

    /** Whether the container is unprivileged: what it says, else what its source is, else true. */
    boolean unprivileged(ContainerDraft draft) {
        Set<VmId> silent = new LinkedHashSet<>();
        Boolean answer = null;
        Optional<ContainerDraft> next = Optional.of(draft);
        while (answer == null && next.isPresent()) {
            ContainerDraft each = next.get();
            Boolean known = unprivileged.get(each.id());
            answer = known == null ? Located.valueOf(each.unprivileged()) : known;
            next = silent.add(each.id()) ? sourceOf(each) : Optional.empty();
        }
        boolean found = answer == null || answer;
        silent.forEach(id -> unprivileged.put(id, found));
        return found;
    }
}
