package phoenix.orchestrator.config;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Reports features that are asked for without the features that they need: applied before, here or in a clone source. */
final class FeatureNeeds {
    private FeatureNeeds() {}

    static void check(ContainerDraft draft, Clones clones, Problems problems) {
        Set<String> applied = new HashSet<>();
        clones.ancestorsOf(draft).forEach(source -> applied.addAll(names(source)));
        Set<String> own = names(draft);
        for (Located<Features.Known> feature : draft.features()) {
            String name = feature.value().feature().name();
            for (String need : new TreeSet<>(feature.value().needs())) {
                if (!applied.contains(need)) {
                    problems.error(
                            feature.place(),
                            "the feature '" + name + "' needs '" + need + "', which "
                                    + (own.contains(need)
                                            ? "stands after it in the list"
                                            : "neither this container nor a container that it is cloned from has"),
                            "write '" + need + "' before '" + name + "'");
                }
            }
            applied.add(name);
        }
    }

    private static Set<String> names(ContainerDraft draft) {
        Set<String> names = new HashSet<>();
        draft.features().forEach(feature -> names.add(feature.value().feature().name()));
        return names;
    }
}
