package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.desired.host.HostZfs;

/** Reads pools and data sets. */
final class ZfsReader {
    private static final Map<String, Integer> FEWEST_DISKS =
            Map.of("single", 1, "mirror", 2, "raidz1", 2, "raidz2", 3, "raidz3", 4);

    private final Fields file;
    private final HostDraft draft;

    ZfsReader(Fields file, HostDraft draft) {
        this.file = file;
        this.draft = draft;
    }

    HostZfs read() {
        Optional<Fields> zfs = file.inner("zfs");
        List<HostZfs.Pool> pools = new ArrayList<>();
        zfs.ifPresent(fields -> fields.objects("pools")
                .forEach(pool -> pool.word("name").ifPresent(name -> pools.add(pool(pool, name.value())))));
        List<HostZfs.DataSet> dataSets = draft.dataSets().stream()
                .map(dataSet -> new HostZfs.DataSet(
                        dataSet.pool().value() + "/" + dataSet.name().value(),
                        values(dataSet.properties()),
                        dataSet.name().place()))
                .toList();
        return new HostZfs(
                zfs.flatMap(fields -> fields.whole("arc_max_gb"))
                        .map(Located::value)
                        .orElse(null),
                zfs.flatMap(fields -> fields.text("scrub")).map(Located::value).orElse(null),
                pools,
                dataSets);
    }

    private HostZfs.Pool pool(Fields pool, String name) {
        List<HostZfs.Vdev> vdevs = new ArrayList<>();
        if (pool.has("vdevs")) {
            pool.objects("vdevs").forEach(fields -> vdevs.addAll(vdevs(fields)));
        }
        if (pool.has("disks")) {
            vdevs.addAll(vdevs(pool));
        }
        if (vdevs.isEmpty()) {
            pool.problems()
                    .error(
                            pool.place(),
                            "pool " + name + " has no disks",
                            "write \"raid_level\" and \"disks\", or a list of both under \"vdevs\"");
        }
        List<HostZfs.Vdev> logs = new ArrayList<>();
        pool.objects("logs").forEach(fields -> logs.addAll(vdevs(fields)));
        return new HostZfs.Pool(
                name,
                vdevs,
                logs,
                pool.words("cache").stream().map(Located::value).toList(),
                pool.words("spares").stream().map(Located::value).toList(),
                options(pool.inner("options")),
                pool.place());
    }

    /** A stripe is as many groups as it has disks. */
    private static List<HostZfs.Vdev> vdevs(Fields fields) {
        List<String> disks = fields.words("disks").stream().map(Located::value).toList();
        String level = fields.word("raid_level")
                .map(word -> word.value().toLowerCase(Locale.ROOT))
                .orElse("single");
        if (level.equals("stripe")) {
            return disks.stream()
                    .map(disk -> new HostZfs.Vdev("single", List.of(disk)))
                    .toList();
        }
        int fewest = FEWEST_DISKS.getOrDefault(level, 1);
        if (disks.size() < fewest || (level.equals("single") && disks.size() > 1)) {
            fields.problems()
                    .error(
                            fields.place(),
                            "'" + level + "' cannot be made of " + disks.size()
                                    + (disks.size() == 1 ? " disk" : " disks"),
                            level.equals("single")
                                    ? "write \"mirror\", or \"stripe\" if all data may be lost with any one disk"
                                    : "give it " + fewest + " disks or more, or another level");
        }
        return List.of(new HostZfs.Vdev(level, disks));
    }

    /** Options as ZFS and Proxmox spell them: true is {@code on}. */
    static SortedMap<String, String> options(Optional<Fields> object) {
        SortedMap<String, String> options = new TreeMap<>();
        object.ifPresent(fields -> fields.object().members().forEach((key, member) -> {
            if (!Keys.isComment(key)) {
                if (member.value() instanceof JsonValue.Bool bool) {
                    options.put(key, bool.value() ? "on" : "off");
                } else {
                    Fields.word(member.value()).ifPresent(word -> options.put(key, word));
                }
            }
        }));
        return options;
    }

    private static Map<String, String> values(Map<String, Located<String>> located) {
        Map<String, String> values = new TreeMap<>();
        located.forEach((key, value) -> values.put(key, value.value()));
        return values;
    }
}
