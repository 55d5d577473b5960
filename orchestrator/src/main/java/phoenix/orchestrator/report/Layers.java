package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.report.FleetGraph.Edge;
import phoenix.orchestrator.report.FleetGraph.Vertex;
import phoenix.pve.VmId;

/**
 * A graph in layers: every edge leads from a layer to the next one, and few of them cross.
 *
 * <ol>
 *   <li>A guest stands one layer behind the last of what it is made from and what it needs; guests without either stand in the first.
 *   <li>An edge over several layers gets a bend in each layer between.
 *   <li>Within the layers, to and fro, everything is moved to the middle of what it hangs on in the layer before; the order with the
 *       fewest crossings is kept.
 * </ol>
 *
 * Ties are broken by the first order, which is that of the IDs: the same graph is laid out the same. Confined to one thread.
 */
final class Layers {
    private static final int SWEEPS = 12;

    private final List<List<Place>> layers = new ArrayList<>();
    private final Map<VmId, Place> places = new HashMap<>();
    private final Map<Edge, List<Place>> paths = new HashMap<>();

    /** A guest or a bend: what stands at one place of one layer. Its identity counts. */
    static final class Place {
        private final int layer;
        private final boolean bend;
        private final List<Place> before = new ArrayList<>();
        private final List<Place> after = new ArrayList<>();
        private int position;

        Place(int layer, boolean bend) {
            this.layer = layer;
            this.bend = bend;
        }

        int layer() {
            return layer;
        }

        boolean isBend() {
            return bend;
        }

        List<Place> before() {
            return before;
        }

        List<Place> after() {
            return after;
        }
    }

    Layers(FleetGraph graph) {
        Map<VmId, Integer> depths = depths(graph);
        for (Vertex vertex : graph.vertices()) {
            places.put(vertex.id(), place(depths.getOrDefault(vertex.id(), 0), false));
        }
        graph.edges().forEach(this::connect);
        untangle();
    }

    /** The layers from the first to the last, each in its order. */
    List<List<Place>> all() {
        return layers;
    }

    Place of(VmId guest) {
        return java.util.Objects.requireNonNull(places.get(guest), "a guest of this graph");
    }

    /** Where an edge goes through, its ends included. */
    List<Place> path(Edge edge) {
        return paths.getOrDefault(edge, List.of());
    }

    /** Ends because the loader lets no circle pass; a circle would be cut at as many layers as there are guests. */
    private static Map<VmId, Integer> depths(FleetGraph graph) {
        Map<VmId, Integer> depths = new HashMap<>();
        boolean moved = true;
        for (int round = 0; moved && round <= graph.vertices().size(); round++) {
            moved = false;
            for (Edge edge : graph.edges()) {
                int behind = depths.getOrDefault(edge.first(), 0) + 1;
                if (behind > depths.getOrDefault(edge.then(), 0)) {
                    depths.put(edge.then(), behind);
                    moved = true;
                }
            }
        }
        return depths;
    }

    private Place place(int layer, boolean bend) {
        while (layers.size() <= layer) {
            layers.add(new ArrayList<>());
        }
        Place place = new Place(layer, bend);
        layers.get(layer).add(place);
        return place;
    }

    private void connect(Edge edge) {
        Place last = of(edge.then());
        List<Place> path = new ArrayList<>(List.of(of(edge.first())));
        for (int layer = path.get(0).layer() + 1; layer < last.layer(); layer++) {
            path.add(place(layer, true));
        }
        path.add(last);
        for (int i = 1; i < path.size(); i++) {
            path.get(i - 1).after.add(path.get(i));
            path.get(i).before.add(path.get(i - 1));
        }
        paths.put(edge, path);
    }

    private void untangle() {
        layers.forEach(Layers::number);
        List<List<Place>> best = copy();
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean forth = sweep % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                List<Place> layer = layers.get(forth ? i : layers.size() - 1 - i);
                layer.sort(Comparator.comparingDouble(place -> middle(place, forth ? place.before : place.after)));
                number(layer);
            }
            long now = crossings();
            if (now < fewest) {
                fewest = now;
                best = copy();
            }
        }
        layers.clear();
        layers.addAll(best);
        layers.forEach(Layers::number);
    }

    private static double middle(Place place, List<Place> neighbours) {
        return neighbours.stream().mapToInt(one -> one.position).average().orElse(place.position);
    }

    private static void number(List<Place> layer) {
        for (int i = 0; i < layer.size(); i++) {
            layer.get(i).position = i;
        }
    }

    private List<List<Place>> copy() {
        return layers.stream().<List<Place>>map(ArrayList::new).toList();
    }

    /** How many pairs of edges between neighbouring layers cross. */
    private long crossings() {
        long crossings = 0;
        for (List<Place> layer : layers) {
            int[] ends = layer.stream()
                    .flatMapToInt(place ->
                            place.after.stream().mapToInt(next -> next.position).sorted())
                    .toArray();
            crossings += inversions(ends);
        }
        return crossings;
    }

    /** How many pairs stand in the wrong order; counted while they are sorted by merging. */
    private static long inversions(int[] numbers) {
        if (numbers.length < 2) {
            return 0;
        }
        int[] left = Arrays.copyOfRange(numbers, 0, numbers.length / 2);
        int[] right = Arrays.copyOfRange(numbers, left.length, numbers.length);
        long found = inversions(left) + inversions(right);
        int l = 0;
        int r = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (r == right.length || (l < left.length && left[l] <= right[r])) {
                numbers[i] = left[l++];
            } else {
                numbers[i] = right[r++];
                found += left.length - l;
            }
        }
        return found;
    }
}
