package phoenix.orchestrator.config.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import phoenix.orchestrator.config.HostDraft;
import phoenix.orchestrator.config.HostDraft.DataSet;
import phoenix.orchestrator.config.HostDraft.Pool;
import phoenix.orchestrator.config.KeyNames;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.config.Shortened;

/** Reports ZFS pools and data sets that get in each other's way. */
final class DataSets {
    private final HostDraft host;
    private final Problems problems;

    private DataSets(HostDraft host, Problems problems) {
        this.host = host;
        this.problems = problems;
    }

    static void check(HostDraft host, Problems problems) {
        DataSets check = new DataSets(host, problems);
        check.pools();
        check.dataSets();
    }

    private void pools() {
        Set<String> names = new HashSet<>();
        Map<String, Pool> owners = new HashMap<>();
        for (Pool pool : host.pools()) {
            if (!names.add(pool.name().value())) {
                problems.error(
                        pool.name().place(),
                        "the pool " + pool.name().value() + " stands twice in the list",
                        "give one of the two another name, or remove it");
            }
            for (Located<String> disk : pool.disks()) {
                Pool owner = owners.putIfAbsent(disk.value(), pool);
                if (owner != null) {
                    problems.error(
                            disk.place(),
                            "the disk " + Shortened.of(disk.value()) + " is already one of pool "
                                    + owner.name().value(),
                            "write another disk");
                }
            }
        }
    }

    private void dataSets() {
        List<String> pools =
                host.pools().stream().map(pool -> pool.name().value()).toList();
        Map<String, DataSet> storages = new HashMap<>();
        for (DataSet dataSet : host.dataSets()) {
            if (!pools.isEmpty() && !pools.contains(dataSet.pool().value())) {
                problems.error(
                        dataSet.pool().place(),
                        "data set '" + dataSet.name().value() + "' is of pool "
                                + dataSet.pool().value() + ", which is not declared",
                        KeyNames.nearest(dataSet.pool().value(), pools)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("write one of: " + String.join(", ", pools)));
            }
            DataSet other = storages.putIfAbsent(dataSet.storage(), dataSet);
            if (other != null) {
                problems.error(
                        dataSet.name().place(),
                        "the storage " + dataSet.storage() + " is already that of the data set on line "
                                + other.name().place().line(),
                        "give one of the two another name, or remove it");
            }
        }
        host.dataSets().forEach(dataSet -> twin(dataSet, storages));
    }

    private void twin(DataSet dataSet, Map<String, DataSet> storages) {
        String name = dataSet.name().value();
        String prefix = dataSet.pool().value() + "-";
        if (!name.startsWith(prefix)) {
            return;
        }
        boolean beside = storages.containsKey(name);
        problems.warning(
                dataSet.name().place(),
                "the data set '" + name + "' has its pool's name in its own: its storage would be called "
                        + dataSet.storage()
                        + (beside
                                ? ", beside the storage " + name + " of data set '" + name.substring(prefix.length())
                                        + "'"
                                : ""),
                beside
                        ? "remove it, if it was copied by mistake"
                        : "write \"" + name.substring(prefix.length()) + "\"");
    }
}
