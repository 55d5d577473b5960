package phoenix.orchestrator.config.check;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * Who needs whom: a clone its source, a guest its dependencies. Both kinds of need count together, for a run can no more do a clone
 * before its source than a guest before what it depends on; and so do both kinds of guest.
 */
final class Needs {
    private final NavigableMap<VmId, GuestDraft> all;
    private final Problems problems;

    Needs(NavigableMap<VmId, GuestDraft> all, Problems problems) {
        this.all = all;
        this.problems = problems;
    }

    /** One need; {@code words} says it with the two IDs: {@code 953 is cloned from 900}. */
    record Need(Place place, String words) {}

    /** Reports dependencies that cannot be fulfilled. */
    void check() {
        NavigableMap<VmId, Map<VmId, Need>> needs = new TreeMap<>();
        all.values().forEach(guest -> needs.put(guest.id(), needsOf(guest)));
        Circles circles = new Circles(needs);
        circles.find().forEach(circle -> {
            boolean mixed = circle.stream().anyMatch(id -> kindOf(id) == GuestKind.VM);
            problems.error(
                    circles.place(circle),
                    "the " + (mixed ? "guests" : "containers") + " need each other in a circle: "
                            + circles.words(circle),
                    "remove one of these needs");
        });
    }

    private GuestKind kindOf(VmId id) {
        GuestDraft guest = all.get(id);
        return guest == null ? GuestKind.CONTAINER : guest.kind();
    }

    private Map<VmId, Need> needsOf(GuestDraft guest) {
        Map<VmId, Need> found = new LinkedHashMap<>();
        Located<VmId> source = guest.cloneSource();
        if (source != null && all.containsKey(source.value())) {
            found.put(source.value(), new Need(source.place(), guest.id() + " is cloned from " + source.value()));
        }
        Set<VmId> seen = new HashSet<>();
        for (Located<VmId> dependency : guest.dependencies()) {
            GuestDraft target = all.get(dependency.value());
            if (!seen.add(dependency.value())) {
                problems.error(
                        dependency.place(),
                        "the dependency " + dependency.value() + " stands twice in the list",
                        "remove one of the two");
            } else if (target == null) {
                problems.error(
                        dependency.place(),
                        "the dependency " + dependency.value() + " is neither a container nor a VM of these files",
                        "add a guest " + dependency.value() + ", or remove it from the list");
            } else {
                found.putIfAbsent(
                        dependency.value(),
                        new Need(dependency.place(), guest.id() + " depends on " + dependency.value()));
                checkRuns(dependency, target);
            }
        }
        return found;
    }

    private void checkRuns(Located<VmId> dependency, GuestDraft target) {
        if (target.isTemplate()) {
            problems.error(
                    dependency.place(),
                    "the dependency " + target.label()
                            + (target instanceof ContainerDraft container && !container.proxmoxTemplate()
                                    ? " has a 'template_snapshot_name' and is kept stopped for its clones"
                                    : " is a template, which cannot be started")
                            + ", so nothing can wait for it to run",
                    "remove it; a clone waits for its source without being told");
        }
    }
}
