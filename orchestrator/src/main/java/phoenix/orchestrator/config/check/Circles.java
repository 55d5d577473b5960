package phoenix.orchestrator.config.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import phoenix.orchestrator.config.check.Needs.Need;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.VmId;

/**
 * Finds guests that need each other in a circle. From the lowest ID on, needs are followed in their order; where a guest of the path
 * comes again, the circle is noted and its guests are done with, and the search goes on before them; a guest that needs itself is noted,
 * and the search goes on with what else it needs. No guest is visited twice.
 */
final class Circles {
    private static final int MOST_SHOWN = 10;

    private final NavigableMap<VmId, Map<VmId, Need>> needs;
    private final Set<VmId> done = new HashSet<>();
    private final List<VmId> path = new ArrayList<>();
    private final Map<VmId, Integer> positions = new HashMap<>();
    private final List<Iterator<VmId>> targets = new ArrayList<>();

    Circles(NavigableMap<VmId, Map<VmId, Need>> needs) {
        this.needs = needs;
    }

    /** Each circle from its lowest ID until that comes again. */
    List<List<VmId>> find() {
        List<List<VmId>> circles = new ArrayList<>();
        for (VmId start : needs.keySet()) {
            if (done.contains(start)) {
                continue;
            }
            push(start);
            while (!path.isEmpty()) {
                Iterator<VmId> next = targets.get(targets.size() - 1);
                if (!next.hasNext()) {
                    pop();
                    continue;
                }
                VmId target = next.next();
                Integer position = positions.get(target);
                if (position != null) {
                    circles.add(fromLowest(path.subList(position, path.size())));
                    boolean itself = position == path.size() - 1;
                    while (!itself && path.size() > position) {
                        pop();
                    }
                } else if (!done.contains(target)) {
                    push(target);
                }
            }
        }
        return circles;
    }

    private void push(VmId id) {
        positions.put(id, path.size());
        path.add(id);
        targets.add(needs.getOrDefault(id, Map.of()).keySet().iterator());
    }

    private void pop() {
        VmId last = path.remove(path.size() - 1);
        targets.remove(targets.size() - 1);
        positions.remove(last);
        done.add(last);
    }

    private static List<VmId> fromLowest(List<VmId> circle) {
        VmId lowest = circle.stream().min(VmId::compareTo).orElseThrow();
        int turn = circle.indexOf(lowest);
        List<VmId> turned = new ArrayList<>(circle.subList(turn, circle.size()));
        turned.addAll(circle.subList(0, turn));
        turned.add(lowest);
        return turned;
    }

    /** Where the first need of a circle stands. */
    Place place(List<VmId> circle) {
        return need(circle.get(0), circle.get(1)).place();
    }

    /** {@code 953 -> 955 -> 953 (953 depends on 955, 955 depends on 953)}. */
    String words(List<VmId> circle) {
        List<String> ids = new ArrayList<>(circle.stream().map(VmId::toString).toList());
        int left = circle.size() - 1 - MOST_SHOWN;
        List<String> words = new ArrayList<>();
        for (int i = 0; i + 1 < circle.size() && i < MOST_SHOWN; i++) {
            words.add(need(circle.get(i), circle.get(i + 1)).words());
        }
        if (left > 0) {
            ids.subList(MOST_SHOWN, ids.size() - 1).clear();
            ids.add(MOST_SHOWN, left + " more");
            words.add("...");
        }
        return String.join(" -> ", ids) + " (" + String.join(", ", words) + ")";
    }

    private Need need(VmId from, VmId to) {
        Need need = needs.getOrDefault(from, Map.of()).get(to);
        if (need == null) {
            throw new IllegalStateException("no need leads from " + from + " to " + to);
        }
        return need;
    }
}
