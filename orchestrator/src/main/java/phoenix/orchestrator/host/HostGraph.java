package phoenix.orchestrator.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

/**
 * Makes the plan of the node itself: each resource a subject of its own, with one step if anything differs. Pure.
 *
 * <p>What needs a resource that is refused is refused too; what needs one that fails is blocked by the runner; the rest goes on.
 */
public final class HostGraph {
    private final DesiredHost want;
    private final Set<HostConsent> given;
    private final Map<String, HostResource> resources = new LinkedHashMap<>();
    private final Map<String, HostKind> kinds = new LinkedHashMap<>();
    private final Map<String, Optional<String>> refused = new LinkedHashMap<>();

    private HostGraph(DesiredHost want, Set<HostConsent> given) {
        this.want = want;
        this.given = Set.copyOf(given);
    }

    /** @param given what was agreed to; what else would be needed is refused */
    public static Plan plan(Collection<HostKind> kinds, DesiredHost want, HostFacts facts, Set<HostConsent> given) {
        HostGraph graph = new HostGraph(want, given);
        for (HostKind kind : kinds) {
            for (HostResource resource : kind.compare(want, facts)) {
                boolean bare = kind.tools(want).isEmpty();
                graph.add(kind, bare ? resource : resource.needing(Packages.nameFor(kind)));
            }
        }
        return new Plan(graph.resources.values().stream().map(graph::subject).toList());
    }

    private void add(HostKind kind, HostResource resource) {
        if (resources.put(resource.name(), resource) != null) {
            throw new IllegalStateException("the node has two things called " + resource.name());
        }
        kinds.put(resource.name(), kind);
    }

    private Subject subject(HostResource resource) {
        Optional<String> hindrance = refusedNeed(resource.name(), new LinkedHashSet<>());
        Optional<Subject.Refusal> refusal = refusal(resource);
        if (refusal.isPresent()) {
            return new Subject(
                    resource.name(),
                    resource.name(),
                    Subject.Action.REFUSE,
                    resource.changes(),
                    List.of(),
                    resource.remarks(),
                    refusal);
        }
        if (hindrance.isPresent() && !resource.isAsDeclared()) {
            return Subject.refused(
                    resource.name(),
                    resource.name(),
                    new Subject.Refusal(
                            "it needs " + hindrance.get() + ", which is refused",
                            "see what is said of " + hindrance.get()));
        }
        boolean same = resource.isAsDeclared();
        return new Subject(
                resource.name(),
                resource.name(),
                same ? Subject.Action.NONE : resource.action(),
                resource.changes(),
                same
                        ? List.of()
                        : List.of(new SetUpStep(
                                Objects.requireNonNull(kinds.get(resource.name())),
                                want,
                                resource,
                                steps(resource),
                                given)),
                resource.remarks(),
                Optional.empty());
    }

    private Optional<Subject.Refusal> refusal(HostResource resource) {
        Set<HostConsent> missing = resource.missing(given);
        return missing.isEmpty() || resource.refusal().isPresent()
                ? resource.refusal()
                : Optional.of(new Subject.Refusal(
                        "it is done only if somebody agrees to it, and nobody did",
                        "read what it changes (--dry-run -v), then add "
                                + missing.stream().map(HostConsent::option).collect(Collectors.joining(" "))));
    }

    /** The steps of what it needs; where that is as declared, of what that needs: an order counts although a link of it has nothing to do. */
    private Set<StepKey> steps(HostResource resource) {
        Set<StepKey> found = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(resource.needs());
        Set<String> seen = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove(0);
            HostResource need = resources.get(name);
            if (need == null || !seen.add(name)) {
                continue;
            }
            if (need.isAsDeclared()) {
                open.addAll(need.needs());
            } else {
                found.add(SetUpStep.key(name));
            }
        }
        return found;
    }

    private Optional<String> refusedNeed(String name, Set<String> path) {
        Optional<String> known = refused.get(name);
        if (known != null) {
            return known;
        }
        HostResource resource = resources.get(name);
        Optional<String> found = Optional.empty();
        if (resource != null && path.add(name)) {
            for (String need : resource.needs()) {
                HostResource other = resources.get(need);
                if (other != null && refusal(other).isPresent()) {
                    found = Optional.of(need);
                } else if (other != null && found.isEmpty()) {
                    found = refusedNeed(need, path);
                }
            }
        }
        refused.put(name, found);
        return found;
    }
}
