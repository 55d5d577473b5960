package phoenix.orchestrator.config;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.Place;

/** Collects what is wrong while the files are read. Confined to one load and its thread. */
public final class Problems {
    /** A problem of a profile is met once for each guest that names it, and is still one problem. */
    private final Set<Problem> found = new LinkedHashSet<>();

    /** Where a value is not even of the right form: whatever else may be said of it is no help. */
    private final Set<Place> closed = new HashSet<>();

    public void error(Place place, String what, String hint) {
        add(new Problem(Problem.Severity.ERROR, place, what, hint));
    }

    public void warning(Place place, String what, String hint) {
        add(new Problem(Problem.Severity.WARNING, place, what, hint));
    }

    private void add(Problem problem) {
        if (!closed.contains(problem.place())) {
            found.add(problem);
        }
    }

    /** Takes over what a schema found; from now on nothing else is added to those places. */
    void closeWith(Problems ofSchema) {
        found.addAll(ofSchema.found);
        ofSchema.found.forEach(problem -> closed.add(problem.place()));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    /**
     * Everything found, in a fixed order: by file, line and column.
     *
     * @param files the files' names in the order in which a person would read them; others follow by name
     */
    List<Problem> inOrder(List<String> files) {
        Comparator<Problem> byFile = Comparator.comparingInt(problem -> {
            int index = files.indexOf(problem.place().file());
            return index < 0 ? files.size() : index;
        });
        return found.stream()
                .sorted(byFile.thenComparing(problem -> problem.place().file())
                        .thenComparingInt(problem -> problem.place().line())
                        .thenComparingInt(problem -> problem.place().column())
                        .thenComparing(Problem::what))
                .toList();
    }
}
