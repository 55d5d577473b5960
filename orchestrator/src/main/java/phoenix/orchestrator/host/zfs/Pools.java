package phoenix.orchestrator.host.zfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.Impact;

/**
 * Pools of ZFS: made on disks that may be used ({@link DiskDecision}), imported where they are found exported, compared where they are there.
 * The disks of a pool that is there are never changed, and no pool is ever destroyed: those that Phoenix made are noted on the node, and told when
 * they are declared no more, as is a property that Phoenix set.
 */
public final class Pools implements HostKind {
    static final String LOOK = "look-pools.sh";
    private static final Made MADE = new Made("pools");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Settled when a pool is made. */
    private static final Set<String> FOR_GOOD = Set.of("ashift");

    private final WipeConsent consent;

    public Pools(WipeConsent consent) {
        this.consent = consent;
    }

    private static OwnValue own(String property, String pool) {
        return new OwnValue(property + " of pool " + pool);
    }

    public static String name(String pool) {
        return "pool " + pool;
    }

    /** What every kind of ZFS needs. */
    static List<Tool> tools() {
        return List.of(Tool.of("zpool", "zfsutils-linux", "zfs-fuse"));
    }

    @Override
    public String name() {
        return "pools";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.zfs().pools().isEmpty() ? List.of() : tools();
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<String> paths =
                want.zfs().pools().stream().flatMap(Pools::disks).distinct().toList();
        // Looking for pools that could be imported takes long, and is done for a pool that is declared only.
        return paths.isEmpty()
                ? List.of(Made.question(), Question.script(Pools.class, LOOK, List.of("names")))
                : List.of(
                        Made.question(),
                        Question.script(Pools.class, Disk.LOOK, paths),
                        Question.script(Pools.class, LOOK, List.of()));
    }

    private static Stream<String> disks(HostZfs.Pool pool) {
        return Stream.of(
                        pool.vdevs().stream().flatMap(vdev -> vdev.disks().stream()),
                        pool.logs().stream().flatMap(vdev -> vdev.disks().stream()),
                        pool.caches().stream(),
                        pool.spares().stream())
                .flatMap(paths -> paths);
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        Map<String, Disk> disks = Disk.of(facts);
        Map<String, String> health = new HashMap<>();
        List<String> exported = new ArrayList<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split("\t", -1);
            if (words[0].equals("pool") && words.length == 3) {
                health.put(words[1], words[2]);
            } else if (words[0].equals("exported") && words.length == 2) {
                exported.add(words[1]);
            }
        }
        List<HostResource> resources = new ArrayList<>();
        for (HostZfs.Pool pool : want.zfs().pools()) {
            HostResource.Draft draft =
                    HostResource.named(name(pool.name())).within(LIMIT).lane("zfs");
            if (health.containsKey(pool.name())) {
                compare(draft, pool, disks, facts);
                if (!health.get(pool.name()).equals("ONLINE")) {
                    draft.remark("it is " + health.get(pool.name()) + "; see: zpool status " + pool.name());
                }
            } else if (exported.contains(pool.name())) {
                draft.isNew()
                        .change("pool", "exported", "imported", "it is found on the disks", Impact.LIVE)
                        .act(Acts.run(LIMIT, List.of("zpool", "import", pool.name())));
            } else {
                make(draft.isNew(), pool, disks);
            }
            resources.add(draft.done());
            health.remove(pool.name());
            left(pool.name(), pool.properties().keySet(), facts).forEach(resources::add);
        }
        List<String> made = MADE.in(facts);
        health.keySet().stream()
                .filter(pool -> !made.contains(pool))
                .forEach(pool -> left(pool, Set.of(), facts).forEach(resources::add));
        made.stream()
                .filter(health::containsKey)
                .forEach(pool -> resources.add(HostResource.staying(
                        name(pool),
                        "it is declared no more and stays, with its data; to destroy it with all that is on it: zpool destroy "
                                + pool)));
        return resources;
    }

    private static void compare(HostResource.Draft draft, HostZfs.Pool pool, Map<String, Disk> disks, HostFacts facts) {
        String wanted = Layout.of(pool, disks);
        String found = Layout.of(pool.name(), facts);
        if (!wanted.equals(found)) {
            draft.change("layout", found, wanted, "differs from the file", Impact.REFUSED);
            draft.refuse(
                    "it consists of " + found + ", and the file says " + wanted
                            + "; the disks of a pool that is there are never changed (" + pool.place() + ")",
                    "write the pool as it is, or change it by hand: zpool attach, zpool add, zpool replace");
            return;
        }
        Map<String, String> properties = properties(pool.name(), facts);
        pool.properties().forEach((key, value) -> {
            String now = properties.getOrDefault(key, "");
            if (FOR_GOOD.contains(key)) {
                if (!now.equals(value) && !now.equals("0") && !now.isEmpty()) {
                    draft.remark("its " + key + " is " + now + " and cannot be made " + value
                            + ": that is settled when a pool is made");
                }
            } else if (!now.equals(value)) {
                own(key, pool.name())
                        .compare(draft, key, now, value)
                        .act(Acts.run("zpool", "set", key + "=" + value, pool.name()));
            }
        });
    }

    private static Map<String, String> properties(String pool, HostFacts facts) {
        Map<String, String> properties = new TreeMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split("\t", -1);
            if (words[0].equals("property") && words.length == 4 && words[1].equals(pool)) {
                properties.put(words[2], words[3]);
            }
        }
        return properties;
    }

    /** What is told of properties that Phoenix set: ZFS has no way to say what they would be without. */
    private static Stream<HostResource> left(String pool, Set<String> declared, HostFacts facts) {
        return properties(pool, facts).entrySet().stream()
                .filter(property -> !declared.contains(property.getKey()))
                .flatMap(property -> own(property.getKey(), pool)
                        .staying(
                                facts,
                                property.getValue(),
                                "to set another: zpool set " + property.getKey() + "=VALUE " + pool)
                        .stream());
    }

    private void make(HostResource.Draft draft, HostZfs.Pool pool, Map<String, Disk> disks) {
        draft.change("pool", "", Layout.of(pool, disks), "", Impact.LIVE);
        for (String path : disks(pool).toList()) {
            Disk disk = disks.getOrDefault(path, new Disk(path, "", 0, "", "", List.of(), List.of(), false));
            DiskDecision decision = DiskDecision.of(disk, consent, pool.name());
            if (decision instanceof DiskDecision.Refused refused) {
                draft.refuse(refused.refusal().why(), refused.refusal().hint());
                return;
            } else if (decision instanceof DiskDecision.Wipe) {
                draft.change(
                        "disk " + disk,
                        String.join(", ", disk.holds()),
                        "",
                        "confirmed by its serial",
                        Impact.DATA_LOSS);
                draft.act(Acts.script(Pools.class, "wipe-disk.sh", LIMIT, "", List.of(path, disk.serial())));
            }
        }
        Map<OwnValue, String> values = new HashMap<>();
        pool.properties().forEach((key, value) -> {
            if (!FOR_GOOD.contains(key)) {
                values.put(own(key, pool.name()), value);
            }
        });
        OwnValue.note(draft.act(MADE.note(List.of(pool.name()))), values).act(Acts.run(LIMIT, creation(pool)));
    }

    /** Never with {@code -f}: what ZFS itself has against a disk counts. */
    private static List<String> creation(HostZfs.Pool pool) {
        List<String> argv = new ArrayList<>(List.of("zpool", "create"));
        pool.properties().forEach((key, value) -> argv.addAll(List.of("-o", key + "=" + value)));
        argv.add(pool.name());
        pool.vdevs().forEach(vdev -> add(argv, vdev));
        pool.logs().forEach(vdev -> {
            argv.add("log");
            add(argv, vdev);
        });
        if (!pool.caches().isEmpty()) {
            argv.add("cache");
            argv.addAll(pool.caches());
        }
        if (!pool.spares().isEmpty()) {
            argv.add("spare");
            argv.addAll(pool.spares());
        }
        return argv;
    }

    private static void add(List<String> argv, HostZfs.Vdev vdev) {
        if (!vdev.level().equals("single")) {
            argv.add(vdev.level());
        }
        argv.addAll(vdev.disks());
    }

    /**
     * The disks that only want a confirmation before they are wiped.
     *
     * @return what is shown of each, by its serial number
     */
    public Map<String, String> unconfirmed(DesiredHost want, HostFacts facts) {
        Map<String, Disk> disks = Disk.of(facts);
        Map<String, String> found = new LinkedHashMap<>();
        for (HostResource resource : compare(want, facts)) {
            want.zfs().pools().stream()
                    .filter(pool -> name(pool.name()).equals(resource.name())
                            && resource.action() == phoenix.orchestrator.plan.Subject.Action.CREATE
                            && resource.refusal().isPresent())
                    .forEach(pool -> disks(pool)
                            .map(disks::get)
                            .filter(disk -> disk != null
                                    && DiskDecision.of(disk, consent, pool.name())
                                            instanceof DiskDecision.Refused refused
                                    && refused.unconfirmed())
                            .forEach(disk ->
                                    found.put(disk.serial(), disk + " holds " + String.join(", ", disk.holds()))));
        }
        return found;
    }
}
