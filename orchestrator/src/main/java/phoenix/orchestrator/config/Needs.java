package phoenix.orchestrator.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.VmId;

/**
 * Who needs whom: a clone its source, a container its dependencies. Both kinds count together, for a run can no more do a clone
 * before its source than a container before what it depends on.
 *
 * <p>Circles are found so: what needs nothing is taken away, over and over; from the lowest ID of what is left the needs are
 * followed until a container comes again; that circle is reported and taken away, and the search goes on.
 */
final class Needs {
    private static final int MOST_SHOWN = 10;

    private final NavigableMap<VmId, ContainerDraft> all;
    private final Problems problems;
    private final NavigableMap<VmId, Map<VmId, Need>> needs = new TreeMap<>();

    Needs(NavigableMap<VmId, ContainerDraft> all, Problems problems) {
        this.all = all;
        this.problems = problems;
    }

    /** One need; {@code words} says it with the two IDs: {@code 953 is cloned from 900}. */
    private record Need(Place place, String words) {}

    /** Reports dependencies that cannot be fulfilled. */
    void check() {
        all.values().forEach(draft -> needs.put(draft.id(), needsOf(draft)));
        removeFree();
        while (!needs.isEmpty()) {
            report(circleFrom(needs.firstKey()));
            removeFree();
        }
    }

    private Map<VmId, Need> needsOf(ContainerDraft draft) {
        Map<VmId, Need> found = new LinkedHashMap<>();
        Located<VmId> source = draft.cloneSource();
        if (source != null && all.containsKey(source.value())) {
            found.put(source.value(), new Need(source.place(), draft.id() + " is cloned from " + source.value()));
        }
        Set<VmId> seen = new HashSet<>();
        for (Located<VmId> dependency : draft.dependencies()) {
            ContainerDraft target = all.get(dependency.value());
            if (!seen.add(dependency.value())) {
                problems.error(
                        dependency.place(),
                        "the dependency " + dependency.value() + " stands twice in the list",
                        "remove one of the two");
            } else if (target == null) {
                problems.error(
                        dependency.place(),
                        "the dependency " + dependency.value() + " is no container of this file",
                        "add a container " + dependency.value() + ", or remove it from the list");
            } else {
                found.putIfAbsent(
                        dependency.value(),
                        new Need(dependency.place(), draft.id() + " depends on " + dependency.value()));
                checkRuns(dependency, target);
            }
        }
        return found;
    }

    private void checkRuns(Located<VmId> dependency, ContainerDraft target) {
        if (target.isTemplate()) {
            problems.error(
                    dependency.place(),
                    "the dependency " + target.label()
                            + " has a 'template_snapshot_name' and is kept stopped for its clones, so nothing can wait for it to"
                            + " run",
                    "remove it; a clone waits for its source without being told");
        }
    }

    private void removeFree() {
        Map<VmId, List<VmId>> neededBy = new HashMap<>();
        needs.forEach((id, targets) -> targets.keySet()
                .forEach(target -> neededBy.computeIfAbsent(target, any -> new ArrayList<>())
                        .add(id)));
        Deque<VmId> free = new ArrayDeque<>();
        needs.forEach((id, targets) -> {
            targets.keySet().retainAll(needs.keySet());
            if (targets.isEmpty()) {
                free.add(id);
            }
        });
        while (!free.isEmpty()) {
            VmId next = free.remove();
            needs.remove(next);
            for (VmId dependant : neededBy.getOrDefault(next, List.of())) {
                Map<VmId, Need> targets = targetsOf(dependant);
                if (targets.remove(next) != null && targets.isEmpty()) {
                    free.add(dependant);
                }
            }
        }
    }

    private List<VmId> circleFrom(VmId start) {
        List<VmId> path = new ArrayList<>();
        VmId next = start;
        while (!path.contains(next)) {
            path.add(next);
            next = targetsOf(next).keySet().iterator().next();
        }
        List<VmId> circle = path.subList(path.indexOf(next), path.size());
        VmId lowest = circle.stream().min(VmId::compareTo).orElseThrow();
        int turn = circle.indexOf(lowest);
        List<VmId> turned = new ArrayList<>(circle.subList(turn, circle.size()));
        turned.addAll(circle.subList(0, turn));
        turned.add(lowest);
        return turned;
    }

    private void report(List<VmId> circle) {
        List<String> ids = new ArrayList<>(circle.stream().map(VmId::toString).toList());
        List<String> words = new ArrayList<>();
        for (int i = 0; i + 1 < circle.size(); i++) {
            words.add(need(circle.get(i), circle.get(i + 1)).words());
        }
        int left = circle.size() - 1 - MOST_SHOWN;
        if (left > 0) {
            ids.subList(MOST_SHOWN, ids.size() - 1).clear();
            ids.add(MOST_SHOWN, left + " more");
            words.subList(MOST_SHOWN, words.size()).clear();
            words.add("...");
        }
        problems.error(
                need(circle.get(0), circle.get(1)).place(),
                "the containers need each other in a circle: " + String.join(" -> ", ids) + " ("
                        + String.join(", ", words) + ")",
                "remove one of these needs");
        circle.forEach(needs::remove);
    }

    private Map<VmId, Need> targetsOf(VmId id) {
        return needs.getOrDefault(id, Map.of());
    }

    private Need need(VmId from, VmId to) {
        Need need = targetsOf(from).get(to);
        if (need == null) {
            throw new IllegalStateException("no need leads from " + from + " to " + to);
        }
        return need;
    }
}
