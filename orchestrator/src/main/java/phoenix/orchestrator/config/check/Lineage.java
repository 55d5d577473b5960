package phoenix.orchestrator.config.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.pve.VmId;

/** Who is cloned from whom, and what a guest therefore has without asking for it. Where a circle would close, it ends. */
final class Lineage {
    private final NavigableMap<VmId, GuestDraft> all;
    private final Inherited<Set<String>> features = new Inherited<>(Set.of(), Lineage::withFeatures);
    private final Inherited<Boolean> unprivileged = new Inherited<>(true, Lineage::orUnprivileged);
    private final Inherited<Boolean> graphics = new Inherited<>(false, Lineage::orGraphics);

    Lineage(NavigableMap<VmId, GuestDraft> all) {
        this.all = all;
    }

    /** The guest that this one is cloned from, if there is one of its kind. */
    Optional<GuestDraft> sourceOf(GuestDraft guest) {
        return Optional.ofNullable(guest.cloneSource())
                .map(Located::value)
                .map(all::get)
                .filter(source -> source.kind() == guest.kind());
    }

    /** The names of its own features and of those of its sources. */
    Set<String> featuresOf(GuestDraft guest) {
        return features.of(guest);
    }

    /** The names of its sources' features. */
    Set<String> inheritedFeatures(GuestDraft guest) {
        return sourceOf(guest).map(features::of).orElse(Set.of());
    }

    /** Whether the container is unprivileged: what it says, else what its source is, else true. */
    boolean isUnprivileged(GuestDraft guest) {
        return unprivileged.of(guest);
    }

    /** Whether it has GPUs: by what it says, else as its source does. */
    boolean hasGraphics(GuestDraft guest) {
        return graphics.of(guest);
    }

    private static Set<String> withFeatures(Set<String> inherited, GuestDraft guest) {
        Set<String> own = new HashSet<>();
        guest.features().forEach(feature -> own.add(feature.value().feature().name()));
        if (inherited.containsAll(own)) {
            return inherited;
        }
        own.addAll(inherited);
        return own;
    }

    private static boolean orUnprivileged(boolean inherited, GuestDraft guest) {
        Located<Boolean> said = guest instanceof ContainerDraft container ? container.unprivileged() : null;
        return said == null ? inherited : said.value();
    }

    private static boolean orGraphics(boolean inherited, GuestDraft guest) {
        var said = guest.gpus();
        return said == null ? inherited : !said.value().isEmpty();
    }

    /** A value that depends on a guest and on the value of its source; each is worked out once. */
    private final class Inherited<T> {
        private final T nothing;
        private final BiFunction<T, GuestDraft, T> step;
        private final Map<VmId, T> known = new HashMap<>();

        Inherited(T nothing, BiFunction<T, GuestDraft, T> step) {
            this.nothing = nothing;
            this.step = step;
        }

        T of(GuestDraft guest) {
            Deque<GuestDraft> unknown = new ArrayDeque<>();
            Set<VmId> seen = new HashSet<>();
            Optional<GuestDraft> next = Optional.of(guest);
            while (next.isPresent()
                    && !known.containsKey(next.get().id())
                    && seen.add(next.get().id())) {
                unknown.push(next.get());
                next = sourceOf(next.get());
            }
            T value =
                    next.map(source -> known.getOrDefault(source.id(), nothing)).orElse(nothing);
            for (GuestDraft each : unknown) {
                value = step.apply(value, each);
                known.put(each.id(), value);
            }
            return value;
        }
    }
}
