package phoenix.orchestrator.report;

import java.util.List;
import java.util.Locale;
import phoenix.orchestrator.report.FleetGraph.Edge;
import phoenix.orchestrator.report.FleetGraph.Relation;
import phoenix.orchestrator.report.FleetGraph.Vertex;
import phoenix.orchestrator.report.Layers.Place;
import phoenix.pve.GuestKind;

/**
 * Draws a graph: layers from left to right, a solid line from a source to each clone, a dashed one from a guest to what it needs. It
 * needs no program and no font of its own; all lengths are pixels. Confined to one thread.
 */
final class Svg {
    private static final double MARGIN = 24;
    private static final double BOX_HEIGHT = 46;
    private static final double GAP = 18;
    private static final double CORRIDOR = 96;
    private static final double LEGEND = 44;
    /** How far apart the two kinds of lines meet a box. */
    private static final double PORT = 8;
    /** What a bold letter of 13 pixels takes in the wider of the usual fonts. */
    private static final double LETTER = 8.4;

    private static final int LONGEST_LABEL = 30;

    private final FleetGraph graph;
    private final Layers layers;
    private final Heights heights;
    private final double boxWidth;
    private final StringBuilder text = new StringBuilder();

    Svg(FleetGraph graph) {
        this.graph = graph;
        this.layers = new Layers(graph);
        this.heights = new Heights(layers, BOX_HEIGHT, GAP);
        this.boxWidth = 28
                + LETTER
                        * graph.vertices().stream()
                                .mapToInt(vertex ->
                                        Math.max(14, shortened(vertex.name()).length()))
                                .max()
                                .orElse(14);
    }

    String print() {
        double width = Math.max(660, 2 * MARGIN + layers.all().size() * (boxWidth + CORRIDOR) - CORRIDOR);
        double height = 2 * MARGIN + heights.total() + LEGEND;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">",
                n(width), n(height), n(width), n(height));
        text.append(STYLE);
        line("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        // What a guest needs is drawn first, so that the layers lie on top.
        drawEdges(Relation.DEPENDENCY);
        drawEdges(Relation.CLONE);
        graph.vertices().forEach(this::drawVertex);
        drawLegend(height - MARGIN - 10);
        text.append("</svg>\n");
        return text.toString();
    }

    private void drawEdges(Relation relation) {
        graph.edges().stream().filter(edge -> edge.relation() == relation).forEach(this::drawEdge);
    }

    private void drawEdge(Edge edge) {
        boolean clone = edge.relation() == Relation.CLONE;
        double port = clone ? -PORT : PORT;
        List<Place> path = layers.path(edge);
        StringBuilder curve = new StringBuilder();
        double x = right(path.get(0));
        double y = middle(path.get(0)) + port;
        curve.append("M").append(n(x)).append(' ').append(n(y));
        for (Place next : path.subList(1, path.size())) {
            double nextX = left(next);
            double nextY = middle(next) + (next.isBend() ? 0 : port);
            double half = (nextX - x) / 2;
            curve.append(" C").append(point(x + half, y)).append(' ').append(point(nextX - half, nextY));
            curve.append(' ').append(point(nextX, nextY));
            if (next.isBend()) {
                curve.append(" H").append(n(right(next)));
            }
            x = right(next);
            y = nextY;
        }
        String title = clone
                ? edge.then() + " is cloned from " + edge.first()
                        + edge.snapshot().map(snapshot -> "@" + snapshot).orElse("")
                : edge.then() + " needs " + edge.first();
        line(
                "<path class=\"%s\" d=\"%s\" %s=\"url(#%s)\"><title>%s</title></path>",
                clone ? "clone" : "needs",
                curve,
                clone ? "marker-end" : "marker-start",
                clone ? "to" : "from",
                escaped(title));
    }

    private void drawVertex(Vertex vertex) {
        Place place = layers.of(vertex.id());
        double x = left(place);
        double y = middle(place) - BOX_HEIGHT / 2;
        String kind = (vertex.kind() == GuestKind.VM ? "vm" : "container") + (vertex.template() ? " template" : "");
        line("<g class=\"%s\"><title>%s</title>", kind, escaped(vertex.id() + " " + vertex.name()));
        box(x, y, boxWidth, vertex.kind());
        String second = vertex.id()
                + (vertex.kind() == GuestKind.VM ? " VM" : "")
                + vertex.snapshot().map(snapshot -> " @" + snapshot).orElse("");
        line(
                "<text class=\"name\" x=\"%s\" y=\"%s\">%s</text>",
                n(x + 12), n(y + 20), escaped(shortened(vertex.name())));
        line("<text class=\"id\" x=\"%s\" y=\"%s\">%s</text></g>", n(x + 12), n(y + 36), escaped(second));
    }

    private void box(double x, double y, double width, GuestKind kind) {
        double round = kind == GuestKind.VM ? 0 : 7;
        line(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>",
                n(x), n(y), n(width), n(BOX_HEIGHT), n(round));
    }

    private void drawLegend(double y) {
        double x = MARGIN;
        line(
                "<g class=\"container\"><rect x=\"%s\" y=\"%s\" width=\"22\" height=\"14\" rx=\"4\"/></g>",
                n(x), n(y - 11));
        x = legend(x + 28, y, "container");
        line("<g class=\"vm\"><rect x=\"%s\" y=\"%s\" width=\"22\" height=\"14\"/></g>", n(x), n(y - 11));
        x = legend(x + 28, y, "VM");
        line(
                "<g class=\"container template\"><rect x=\"%s\" y=\"%s\" width=\"22\" height=\"14\" rx=\"4\"/></g>",
                n(x), n(y - 11));
        x = legend(x + 28, y, "template @snapshot");
        line("<path class=\"clone\" d=\"M%s %s h38\" marker-end=\"url(#to)\"/>", n(x), n(y - 4));
        x = legend(x + 46, y, "is cloned to");
        line("<path class=\"needs\" d=\"M%s %s h-38\" marker-start=\"url(#from)\"/>", n(x + 38), n(y - 4));
        legend(x + 46, y, "needs");
    }

    private double legend(double x, double y, String word) {
        line("<text class=\"legend\" x=\"%s\" y=\"%s\">%s</text>", n(x), n(y), word);
        return x + word.length() * LETTER + 18;
    }

    private double left(Place place) {
        return MARGIN + place.layer() * (boxWidth + CORRIDOR);
    }

    private double middle(Place place) {
        return MARGIN + heights.middle(place);
    }

    private double right(Place place) {
        return left(place) + boxWidth;
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String point(double x, double y) {
        return n(x) + " " + n(y);
    }

    /** At most one digit behind the point, none for whole numbers. */
    private static String n(double number) {
        long tenths = Math.round(number * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_LABEL ? name : name.substring(0, LONGEST_LABEL - 1) + "\u2026";
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static final String STYLE = """
            <style>
              text { font-family: system-ui, "DejaVu Sans", sans-serif; fill: #1c2330; }
              .name { font-size: 13px; font-weight: 600; }
              .id { font-size: 11px; fill: #5a6478; }
              .legend { font-size: 12px; fill: #5a6478; }
              rect { stroke-width: 1.4; }
              .container rect { fill: #f4f7f4; stroke: #4a7c59; }
              .vm rect { fill: #fdf6ec; stroke: #b26a00; }
              .template rect { fill: #e8eefc; stroke: #3b5bdb; stroke-dasharray: 5 3; }
              .vm.template rect { fill: #fdf6ec; stroke: #b26a00; stroke-dasharray: 5 3; }
              path { fill: none; }
              .clone { stroke: #3b5bdb; stroke-width: 1.8; }
              .needs { stroke: #c2410c; stroke-width: 1.2; stroke-dasharray: 4 4; }
            </style>
            <defs>
              <marker id="to" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"
                markerUnits="userSpaceOnUse"><path d="M0 0 L10 5 L0 10 z" style="fill:#3b5bdb"/></marker>
              <marker id="from" viewBox="0 0 10 10" refX="1" refY="5" markerWidth="8" markerHeight="8" orient="auto"
                markerUnits="userSpaceOnUse"><path d="M10 0 L0 5 L10 10 z" style="fill:#c2410c"/></marker>
            </defs>
            """;
}
