package phoenix.orchestrator.desired.host;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Place;

/**
 * ZFS of the node.
 *
 * @param arcMaxGiB the most memory that its cache may take; null if that is not managed
 * @param scrub how often pools are checked: {@code weekly}, {@code monthly} or {@code off}; null if that is not managed
 */
public record HostZfs(@Nullable Integer arcMaxGiB, @Nullable String scrub, List<Pool> pools, List<DataSet> dataSets) {
    public static final HostZfs EMPTY = new HostZfs(null, null, List.of(), List.of());

    public HostZfs {
        pools = List.copyOf(pools);
        dataSets = List.copyOf(dataSets);
    }

    /**
     * A pool.
     *
     * @param vdevs that hold the data, at least one
     * @param properties of the pool by name, {@code ashift} and {@code autotrim} among them
     */
    public record Pool(
            String name,
            List<Vdev> vdevs,
            List<Vdev> logs,
            List<String> caches,
            List<String> spares,
            SortedMap<String, String> properties,
            Place place) {
        public Pool {
            vdevs = List.copyOf(vdevs);
            logs = List.copyOf(logs);
            caches = List.copyOf(caches);
            spares = List.copyOf(spares);
            properties = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(properties));
        }
    }

    /**
     * Disks that are put together.
     *
     * @param level {@code single}, {@code mirror}, {@code raidz1}, {@code raidz2} or {@code raidz3}
     * @param disks paths
     */
    public record Vdev(String level, List<String> disks) {
        public Vdev {
            disks = List.copyOf(disks);
        }
    }

    /**
     * A data set.
     *
     * @param name with its pool's: {@code tank/media}
     */
    public record DataSet(String name, Map<String, String> properties, Place place) {
        public DataSet {
            properties = Map.copyOf(properties);
        }

        public String pool() {
            return name.substring(0, name.indexOf('/'));
        }
    }
}
