package phoenix.orchestrator.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that will be done, in an order that respects what needs what. What dry-run prints and what a run carries out are the
 * same object.
 *
 * @param subjects in the order in which they are shown
 */
public record Plan(List<Subject> subjects) {
    /** @throws IllegalStateException if a step needs one that is not in the plan, or steps need each other in a circle */
    public Plan {
        subjects = List.copyOf(subjects);
        check(index(subjects));
    }

    /** All steps, subject by subject. */
    public List<Step> steps() {
        return subjects.stream().flatMap(subject -> subject.steps().stream()).toList();
    }

    public boolean isEmpty() {
        return steps().isEmpty();
    }

    public List<Subject> refused() {
        return subjects.stream().filter(s -> s.refusal().isPresent()).toList();
    }

    /** How many guests something happens to; beside guests the node is not counted, and in a plan without any its things are. */
    public long count(Subject.Action action) {
        boolean guests = subjects.stream().anyMatch(Subject::isGuest);
        return subjects.stream()
                .filter(s -> s.isGuest() == guests && s.action() == action)
                .count();
    }

    /** The guests that are older than what they were made from, and stay so. */
    public List<Subject> stale() {
        return subjects.stream().filter(s -> s.stale().isPresent()).toList();
    }

    /** The guests whose worst change lies between two impacts, both included. */
    public List<Subject> suffering(Impact least, Impact most) {
        return subjects.stream()
                .filter(s -> s.impact().compareTo(least) >= 0 && s.impact().compareTo(most) <= 0)
                .toList();
    }

    private static Map<StepKey, Step> index(List<Subject> subjects) {
        Map<StepKey, Step> index = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            for (Step step : subject.steps()) {
                if (index.put(step.key(), step) != null) {
                    throw new IllegalStateException("the plan holds step " + step.key() + " twice");
                }
            }
        }
        return index;
    }

    private static void check(Map<StepKey, Step> steps) {
        Set<StepKey> proven = new LinkedHashSet<>();
        for (StepKey key : steps.keySet()) {
            check(key, steps, new ArrayList<>(), proven);
        }
    }

    private static void check(StepKey key, Map<StepKey, Step> steps, List<StepKey> path, Set<StepKey> proven) {
        if (proven.contains(key)) {
            return;
        }
        Step step = steps.get(key);
        if (step == null) {
            throw new IllegalStateException(
                    "step " + path.get(path.size() - 1) + " needs " + key + ", which is not in the plan");
        }
        if (path.contains(key)) {
            List<StepKey> circle = new ArrayList<>(path.subList(path.indexOf(key), path.size()));
            circle.add(key);
            throw new IllegalStateException("steps need each other in a circle: "
                    + String.join(" -> ", circle.stream().map(StepKey::toString).toList()));
        }
        path.add(key);
        for (StepKey need : step.needs()) {
            check(need, steps, path, proven);
        }
        path.remove(path.size() - 1);
        proven.add(key);
    }
}
