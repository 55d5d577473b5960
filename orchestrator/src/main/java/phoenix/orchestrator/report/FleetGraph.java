package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * The fleet's layers and dependencies: which guest is made from which, and which must be healthy before which.
 *
 * @param vertices the guests, by ID
 * @param edges by kind, then by their ends; both ends are vertices
 */
public record FleetGraph(List<Vertex> vertices, List<Edge> edges) {
    public FleetGraph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
    }

    /** How the graph is written. */
    public enum Format {
        /** For Markdown pages. */
        MERMAID,
        /** For Graphviz. */
        DOT,
        /** A picture, laid out by Phoenix. */
        SVG
    }

    /**
     * A guest.
     *
     * @param template whether others are made from it
     * @param snapshot the snapshot that they are made from
     */
    public record Vertex(VmId id, String name, GuestKind kind, boolean template, Optional<String> snapshot) {}

    /** Why two guests hang together. */
    public enum Relation {
        /** The second is cloned from the first. */
        CLONE,
        /** The second starts once the first is healthy. */
        DEPENDENCY
    }

    /**
     * From what has to be there first to what needs it.
     *
     * @param snapshot of a clone, the snapshot that it is made from, where it is known
     */
    public record Edge(VmId first, VmId then, Relation relation, Optional<String> snapshot) {}

    /** The graph of every guest in the files. What they name and do not hold is left out; the loader has told of it. */
    public static FleetGraph of(Fleet fleet) {
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (DesiredGuest guest : fleet.guests()) {
            vertices.add(new Vertex(guest.id(), guest.name(), guest.kind(), guest.isTemplate(), snapshotOf(guest)));
            guest.cloneSource().flatMap(fleet::guest).ifPresent(source -> {
                Optional<String> snapshot = guest instanceof DesiredContainer container
                        ? container.clonedFrom().map(DesiredContainer.Origin.Clone::snapshot)
                        : snapshotOf(source);
                edges.add(new Edge(source.id(), guest.id(), Relation.CLONE, snapshot));
            });
            guest.dependencies().stream()
                    .filter(need -> fleet.guest(need).isPresent())
                    .forEach(need -> edges.add(new Edge(need, guest.id(), Relation.DEPENDENCY, Optional.empty())));
        }
        edges.sort(
                Comparator.comparing(Edge::relation).thenComparing(Edge::first).thenComparing(Edge::then));
        return new FleetGraph(vertices, edges);
    }

    private static Optional<String> snapshotOf(DesiredGuest guest) {
        if (guest instanceof DesiredContainer container) {
            return Optional.ofNullable(container.templateSnapshot());
        }
        return guest instanceof DesiredVm vm ? Optional.ofNullable(vm.templateSnapshot()) : Optional.empty();
    }

    /** The graph as text, with a line feed at its end. */
    public String in(Format format) {
        return switch (format) {
            case MERMAID -> Mermaid.print(this);
            case DOT -> Dot.print(this);
            case SVG -> new Svg(this).print();
        };
    }
}
