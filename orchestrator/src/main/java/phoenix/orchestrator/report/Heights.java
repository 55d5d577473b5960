package phoenix.orchestrator.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import phoenix.orchestrator.report.Layers.Place;

/**
 * How far down each place of a layered graph stands, in pixels, so that edges run as level as the order allows.
 *
 * <p>Layer by layer, to and fro: every place wants to stand in the middle of its neighbours; the nearest heights that keep order and
 * distances are found by pooling those that would stand too close. Confined to one thread.
 */
final class Heights {
    private static final int SWEEPS = 24;

    private final Map<Place, Double> middles = new HashMap<>();
    private final double box;
    private final double gap;

    /**
     * @param box height of a guest's box
     * @param gap between two boxes
     */
    Heights(Layers layers, double box, double gap) {
        this.box = box;
        this.gap = gap;
        for (List<Place> layer : layers.all()) {
            double[] offsets = offsets(layer);
            for (int i = 0; i < layer.size(); i++) {
                middles.put(layer.get(i), offsets[i]);
            }
        }
        int last = layers.all().size() - 1;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i <= last; i++) {
                settle(layers.all().get(sweep % 2 == 0 ? i : last - i));
            }
        }
        double top = middles.values().stream().mapToDouble(y -> y).min().orElse(0) - box / 2;
        middles.replaceAll((place, y) -> y - top);
    }

    /** The middle of a place, below the top of the whole graph. */
    double middle(Place place) {
        return middles.getOrDefault(place, 0.0);
    }

    /** From the top of the uppermost box to the foot of the lowest. */
    double total() {
        return middles.values().stream().mapToDouble(y -> y).max().orElse(0) + box / 2;
    }

    /** Where the places of a layer would stand if each stood as close to the one before as it may. */
    private double[] offsets(List<Place> layer) {
        double[] offsets = new double[layer.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + half(layer.get(i - 1)) + half(layer.get(i));
        }
        return offsets;
    }

    private double half(Place place) {
        return place.isBend() ? gap / 2 : (box + gap) / 2;
    }

    private void settle(List<Place> layer) {
        double[] offsets = offsets(layer);
        double[] wishes = new double[layer.size()];
        for (int i = 0; i < wishes.length; i++) {
            Place place = layer.get(i);
            wishes[i] = Stream.concat(place.before().stream(), place.after().stream())
                            .mapToDouble(this::middle)
                            .average()
                            .orElse(middle(place))
                    - offsets[i];
        }
        double[] settled = rising(wishes);
        for (int i = 0; i < settled.length; i++) {
            middles.put(layer.get(i), settled[i] + offsets[i]);
        }
    }

    /** The numbers nearest to these (least squares) that never fall: neighbours that would fall are pooled at their average. */
    static double[] rising(double[] wishes) {
        double[] sums = new double[wishes.length];
        int[] sizes = new int[wishes.length];
        int pools = 0;
        for (double wish : wishes) {
            sums[pools] = wish;
            sizes[pools] = 1;
            pools++;
            while (pools > 1 && sums[pools - 2] / sizes[pools - 2] > sums[pools - 1] / sizes[pools - 1]) {
                sums[pools - 2] += sums[pools - 1];
                sizes[pools - 2] += sizes[pools - 1];
                pools--;
            }
        }
        double[] rising = new double[wishes.length];
        int i = 0;
        for (int pool = 0; pool < pools; pool++) {
            for (int n = 0; n < sizes[pool]; n++) {
                rising[i++] = sums[pool] / sizes[pool];
            }
        }
        return rising;
    }
}
