package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestKind;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Every guest in one look, those of the files and all others: what it is, how far it has come, what a run would change.
 *
 * @param lines by ID
 */
public record Overview(List<Line> lines) {
    public Overview {
        lines = List.copyOf(lines);
    }

    /** Whose a guest is. */
    public enum Belonging {
        /** It stands in the files. */
        DECLARED,
        /** Phoenix made it, and it is in none of the files any more. */
        UNDECLARED,
        /** Somebody else's. */
        FOREIGN
    }

    /**
     * One guest.
     *
     * @param template whether others are made from it
     * @param stage how far it has come; null if Phoenix does not carry it out
     * @param drift how many changes a run would make; null if Phoenix does not carry it out
     * @param address its fixed addresses, or how it gets one
     * @param snapshot the newest that Phoenix took of it
     * @param node the node that holds it; empty if none does
     * @param running null if it is not there
     * @param refusal why a run would leave it alone
     */
    public record Line(
            VmId id,
            String name,
            GuestKind kind,
            boolean template,
            Belonging belonging,
            @Nullable Stage stage,
            @Nullable Integer drift,
            String address,
            Health health,
            Optional<TakenSnapshot> snapshot,
            Optional<String> node,
            @Nullable Boolean running,
            Optional<Subject.Refusal> refusal) {
        Line with(Health other) {
            return new Line(
                    id, name, kind, template, belonging, stage, drift, address, other, snapshot, node, running,
                    refusal);
        }
    }

    /**
     * Puts it together. Nothing is asked of any node.
     *
     * @param plan of the whole fleet
     */
    public static Overview of(Fleet fleet, Actual actual, Plan plan) {
        Map<String, Subject> subjects =
                plan.subjects().stream().collect(Collectors.toMap(Subject::id, subject -> subject, (a, b) -> a));
        SortedMap<VmId, Line> lines = new TreeMap<>();
        actual.guests().forEach((id, guest) -> lines.put(id, undeclared(guest)));
        for (DesiredGuest want : fleet.guests()) {
            lines.put(
                    want.id(),
                    declared(
                            want,
                            actual.guest(want.id()),
                            subjects.get(want.id().toString())));
        }
        return new Overview(new ArrayList<>(lines.values()));
    }

    private static Line declared(DesiredGuest want, Optional<ActualGuest> found, @Nullable Subject subject) {
        Memory memory = found.map(ActualGuest::memory).orElse(Memory.NONE);
        boolean carriedOut = subject != null && subject.refusal().isEmpty();
        Stage stage = found.isEmpty() ? Stage.ABSENT : null;
        Integer drift = null;
        if (carriedOut) {
            stage = Stage.of(Objects.requireNonNull(subject), memory.note());
            drift = subject.steps().isEmpty()
                    ? 0
                    : Math.max(1, subject.changes().size());
        }
        String address = want.networkList().stream()
                .flatMap(network -> Stream.of(Optional.ofNullable(network.ip()), Optional.ofNullable(network.ip6())))
                .flatMap(Optional::stream)
                .map(Overview::withoutPrefix)
                .collect(Collectors.joining(" "));
        return new Line(
                want.id(),
                want.name(),
                want.kind(),
                want.isTemplate(),
                Belonging.DECLARED,
                stage,
                drift,
                address,
                Health.of(want, found),
                found.flatMap(TakenSnapshot::newestOf),
                found.map(ActualGuest::node),
                found.map(ActualGuest::running).orElse(null),
                subject == null ? Optional.empty() : subject.refusal());
    }

    private static Line undeclared(ActualGuest guest) {
        Optional<Note> note = guest.memory().note();
        return new Line(
                guest.id(),
                guest.name(),
                guest.kind(),
                guest.config().current().get("template").orElse("0").equals("1"),
                note.isPresent() ? Belonging.UNDECLARED : Belonging.FOREIGN,
                null,
                null,
                addressesOf(guest),
                Health.remembered(guest),
                TakenSnapshot.newestOf(guest),
                Optional.of(guest.node()),
                guest.running(),
                Optional.empty());
    }

    /** A network that nobody can read has no address to show. */
    private static String addressesOf(ActualGuest guest) {
        return new TreeMap<>(guest.config().current().options())
                .entrySet().stream()
                        .filter(option -> option.getKey()
                                .matches(guest.kind() == GuestKind.CONTAINER ? "net[0-9]+" : "ipconfig[0-9]+"))
                        .map(option -> readable(option.getValue()))
                        .flatMap(network -> Stream.of(network.get("ip"), network.get("ip6")))
                        .flatMap(Optional::stream)
                        .map(Overview::withoutPrefix)
                        .collect(Collectors.joining(" "));
    }

    private static PropertyString readable(String network) {
        try {
            return PropertyString.parse(network, "");
        } catch (IllegalArgumentException e) {
            return new PropertyString(Map.of());
        }
    }

    private static String withoutPrefix(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    /**
     * This with what guests said that were asked just now.
     *
     * @param failures of each that was asked: in what it is not healthy, empty if it is
     */
    public Overview probed(Map<VmId, Optional<String>> failures) {
        return new Overview(lines.stream()
                .map(line -> failures.containsKey(line.id())
                        ? line.with(Health.probed(failures.getOrDefault(line.id(), Optional.empty())))
                        : line)
                .toList());
    }

    /** Whether a guest that was asked just now is not healthy. */
    public boolean hasFailures() {
        return lines.stream().anyMatch(line -> line.health().failure().isPresent());
    }

    /** Whether a run would change something. */
    public boolean hasDrift() {
        return lines.stream().anyMatch(line -> line.drift() != null && line.drift() > 0);
    }

    /** Whether a run would be refused for one of the guests. */
    public boolean hasRefusals() {
        return lines.stream().anyMatch(line -> line.refusal().isPresent());
    }
}
