package phoenix.orchestrator.report;

import phoenix.orchestrator.report.FleetGraph.Edge;
import phoenix.orchestrator.report.FleetGraph.Vertex;
import phoenix.pve.GuestKind;

/**
 * Writes a graph in Graphviz's language.
 *
 * @see "Graphviz: the DOT language"
 */
final class Dot {
    private Dot() {}

    static String print(FleetGraph graph) {
        StringBuilder text = new StringBuilder("digraph fleet {\n");
        text.append("  rankdir=LR;\n");
        text.append("  node [shape=box, fontname=\"sans-serif\"];\n");
        text.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
        for (Vertex vertex : graph.vertices()) {
            text.append("  \"").append(vertex.id()).append("\" [label=\"").append(vertex.id());
            text.append("\\n").append(escaped(vertex.name())).append('"');
            if (vertex.kind() == GuestKind.VM) {
                text.append(", shape=box3d");
            }
            if (vertex.template()) {
                text.append(", style=\"filled,dashed\", fillcolor=\"#e8eefc\"");
            }
            text.append("];\n");
        }
        for (Edge edge : graph.edges()) {
            switch (edge.relation()) {
                case CLONE -> {
                    text.append("  \"").append(edge.first()).append("\" -> \"").append(edge.then());
                    text.append("\" [label=\"").append(escaped(edge.snapshot().orElse("")));
                    text.append("\"];\n");
                }
                case DEPENDENCY -> {
                    // Laid out from what is needed to what needs it, so that the needed stands first; the arrow points
                    // back.
                    text.append("  \"").append(edge.first()).append("\" -> \"").append(edge.then());
                    text.append("\" [dir=back, style=dashed, label=\"needs\"];\n");
                }
            }
        }
        return text.append("}\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
