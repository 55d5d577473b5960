package phoenix.orchestrator.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.guest.TakeSnapshot;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * What a clone has from the beginning, because its source has it: options, volumes, devices, raw lines. Pure.
 *
 * @param before the guests that are planned already
 */
record Copies(Map<VmId, PlannedGuest> before, Actual actual) {
    private static final String OWN_MAC = "(its own)";

    /** The options of a clone that is made of a snapshot, once it is there. Proxmox gives it MAC addresses of its own. */
    Map<String, String> options(Origin.Clone clone) {
        Map<String, String> options = new LinkedHashMap<>(
                snapshot(clone).map(GuestConfig.Section::options).orElseGet(() -> planned(clone.source())));
        options.replaceAll((option, value) -> option.matches("net[0-9]+")
                ? PropertyString.parse(value, "").with("hwaddr", OWN_MAC).toString()
                : value);
        options.remove("template");
        return options;
    }

    /**
     * The names of what a clone gets of its source's networks and must not keep: two guests with one address disturb each other, and a
     * network that the file does not give the clone is none of its own.
     *
     * @param copied from {@link #options}
     */
    static Set<String> networksToDrop(DesiredContainer want, Map<String, String> copied) {
        Set<String> names = new TreeSet<>();
        copied.forEach((option, value) -> {
            if (option.matches("net[0-9]+")) {
                if (!want.networks().containsKey(option)) {
                    names.add(option);
                }
                PropertyString.parse(value, "").values().keySet().stream()
                        .filter(part -> part.matches("ip|gw|ip6|gw6"))
                        .forEach(part -> names.add(option + "." + part));
            }
        });
        return names;
    }

    /** The raw lines of a clone that is made of a snapshot. */
    List<RawEntry> rawLines(Origin.Clone clone) {
        Optional<GuestConfig.Section> snapshot = snapshot(clone);
        if (snapshot.isPresent()) {
            return snapshot.get().raw();
        }
        PlannedContainer source = container(clone.source());
        if (source == null) {
            return List.of();
        }
        List<RawEntry> have = kept(source)
                .map(guest -> guest.config().current().raw())
                .orElseGet(() -> source.want().clonedFrom().map(this::rawLines).orElse(List.of()));
        return RawOptions.wanted(source.want(), have, Set.of(), actual.facts());
    }

    /** The snapshot, if it is there and this plan does not take it anew. */
    private Optional<GuestConfig.Section> snapshot(Origin.Clone clone) {
        String name = clone.snapshot();
        if (name == null) {
            return Optional.empty();
        }
        PlannedContainer source = container(clone.source());
        boolean taken = source != null
                && source.subject().steps().stream()
                        .anyMatch(step -> step instanceof TakeSnapshot taking
                                && taking.name().equals(name));
        return taken
                ? Optional.empty()
                : actual.guest(clone.source())
                        .map(guest -> guest.config().snapshots().get(name));
    }

    private @Nullable PlannedContainer container(VmId id) {
        return PlannedContainer.among(before, id).orElse(null);
    }

    private Map<String, String> planned(VmId id) {
        PlannedContainer planned = container(id);
        if (planned == null) {
            return actual.guest(id).map(ActualGuest::options).orElse(Map.of());
        }
        Map<String, String> have = kept(planned)
                .map(ActualGuest::options)
                .orElseGet(() -> planned.want()
                        .clonedFrom()
                        .map(this::options)
                        .orElseGet(() -> Map.of("unprivileged", planned.want().unprivileged() ? "1" : "0")));
        boolean cloned = kept(planned).isEmpty() && planned.want().clonedFrom().isPresent();
        return Settings.of(planned.want(), have, Set.of(), actual.facts())
                .over(have, cloned ? networksToDrop(planned.want(), have) : Set.of());
    }

    private Optional<ActualGuest> kept(PlannedContainer planned) {
        return planned.subject().action() == Subject.Action.RECREATE
                ? Optional.empty()
                : actual.guest(planned.want().id());
    }
}
