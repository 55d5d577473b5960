package phoenix.orchestrator.config.check;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Problems;

/** Reports features that are asked for without the features that they need: applied before, here or in a clone source. */
final class FeatureNeeds {
    private final Lineage lineage;
    private final Problems problems;

    FeatureNeeds(Lineage lineage, Problems problems) {
        this.lineage = lineage;
        this.problems = problems;
    }

    void check(GuestDraft guest) {
        if (guest.features().isEmpty()) {
            return;
        }
        Set<String> applied = new HashSet<>(lineage.inheritedFeatures(guest));
        for (var feature : guest.features()) {
            String name = feature.value().feature().name();
            for (String need : new TreeSet<>(feature.value().needs())) {
                if (!applied.contains(need)) {
                    problems.error(
                            feature.place(),
                            "the feature '" + name + "' needs '" + need + "', which "
                                    + (lineage.featuresOf(guest).contains(need)
                                            ? "stands after it in the list"
                                            : "neither this " + guest.kind() + " nor a " + guest.kind()
                                                    + " that it is cloned from has"),
                            "write '" + need + "' before '" + name + "'");
                }
            }
            applied.add(name);
        }
    }
}
