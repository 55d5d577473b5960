package phoenix.orchestrator.report;

import phoenix.orchestrator.report.FleetGraph.Edge;
import phoenix.orchestrator.report.FleetGraph.Vertex;
import phoenix.pve.GuestKind;

/**
 * Writes a graph as a Mermaid flowchart. Thick arrows lead from a source to its clones, dotted ones from a guest to what it needs.
 *
 * @see "Mermaid: flowchart syntax"
 */
final class Mermaid {
    private Mermaid() {}

    static String print(FleetGraph graph) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        text.append("  classDef template fill:#e8eefc,stroke:#3b5bdb,stroke-dasharray:5 3\n");
        for (Vertex vertex : graph.vertices()) {
            String label = "\"" + vertex.id() + "<br/>" + escaped(vertex.name()) + "\"";
            text.append("  g").append(vertex.id());
            text.append(vertex.kind() == GuestKind.VM ? "[[" + label + "]]" : "[" + label + "]");
            text.append(vertex.template() ? ":::template\n" : "\n");
        }
        for (Edge edge : graph.edges()) {
            switch (edge.relation()) {
                case CLONE -> {
                    String label = edge.snapshot()
                            .map(snapshot -> "|\"" + escaped(snapshot) + "\"|")
                            .orElse("");
                    text.append("  g").append(edge.first()).append(" ==>").append(label);
                    text.append(" g").append(edge.then()).append('\n');
                }
                case DEPENDENCY -> {
                    text.append("  g").append(edge.then()).append(" -.->|needs| g");
                    text.append(edge.first()).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** Mermaid's own entities: {@code #35;} for {@code #}. */
    private static String escaped(String text) {
        return text.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }
}
