package phoenix.cli.laws;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.pve.VmId;

/**
 * A fleet that a seed stands for: layers of templates, some of them Proxmox's own, clones of them, linked or full, dependencies in any
 * direction of the IDs, and options as the dice fall ({@link RandomOptions}). The loader would take every one of them. Confined to one thread.
 */
final class RandomFleet {
    private static final String ARCHIVE = "debian-12-standard";
    private static final String SNAPSHOT = "pre-configured";
    private static final long OTHER_DICE = 0x5eed_5eed;

    private final SplittableRandom random;
    private final Path scripts;
    private final List<DesiredContainer> made = new ArrayList<>();

    private RandomFleet(long seed, Path scripts) {
        this.random = new SplittableRandom(seed);
        this.scripts = scripts;
    }

    /** @param scripts a folder with {@code feature/feature.sh} and {@code application.sh} in it */
    static Fleet of(long seed, int most, Path scripts) {
        return new RandomFleet(seed, scripts).roll(most);
    }

    /** The same containers, made alike, with other options; features, applications and health checks may be others, too, but for templates. */
    static Fleet changed(Fleet fleet, long seed, Path scripts) {
        RandomFleet dice = new RandomFleet(seed ^ OTHER_DICE, scripts);
        SortedMap<VmId, DesiredContainer> changed = new TreeMap<>();
        fleet.containers().values().forEach(container -> changed.put(container.id(), dice.changed(container)));
        return new Fleet(changed, new TreeMap<>());
    }

    private DesiredContainer changed(DesiredContainer before) {
        RandomOptions options = new RandomOptions(random, random.nextInt(100));
        return new DesiredContainer(
                before.id(),
                before.place(),
                before.name() + (random.nextBoolean() ? "" : "-renamed"),
                before.origin(),
                before.templateSnapshot(),
                before.proxmoxTemplate(),
                before.snapshots(),
                before.storage(),
                before.rootfsGiB() + (before.isTemplate() ? 0 : random.nextInt(2)),
                options.resources(),
                before.networks(),
                options.dns(),
                before.unprivileged(),
                options.proxmoxFeatures(),
                options.boot(before.isTemplate()),
                options.labels(),
                options.timezone(),
                before.sshPublicKeys(),
                before.proxmoxTemplate() ? before.mounts() : options.mounts(true),
                options.devices(),
                before.gpus(),
                options.appArmor(),
                options.rawOptions(),
                options.firewall(),
                before.isTemplate() || random.nextBoolean() ? before.features() : features(),
                before.isTemplate() || random.nextBoolean() ? before.applications() : applications(),
                before.inputs(),
                before.isTemplate() || random.nextBoolean() ? before.healthChecks() : healthChecks(before.networks()),
                before.dependencies());
    }

    private Fleet roll(int most) {
        int count = 1 + random.nextInt(most);
        List<VmId> ids = ids(count);
        for (int i = 0; i < count; i++) {
            made.add(container(ids.get(i), i));
        }
        SortedMap<VmId, DesiredContainer> byId = new TreeMap<>();
        made.forEach(container -> byId.put(container.id(), container));
        return new Fleet(byId, new TreeMap<>());
    }

    /** In no order: what is needed may well have the larger ID. */
    private List<VmId> ids(int count) {
        List<VmId> ids = new ArrayList<>();
        while (ids.size() < count) {
            VmId id = new VmId(100 + random.nextInt(900));
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private DesiredContainer container(VmId id, int number) {
        List<DesiredContainer> templates =
                made.stream().filter(DesiredContainer::isTemplate).toList();
        @Nullable DesiredContainer source =
                templates.isEmpty() || random.nextInt(4) == 0 ? null : templates.get(random.nextInt(templates.size()));
        boolean template = number == 0 || random.nextInt(4) == 0;
        boolean proxmoxs = template && random.nextInt(3) == 0;
        RandomOptions options = new RandomOptions(random, number);
        return new DesiredContainer(
                id,
                new Place("phoenix_lxc_configs.json", 3, 5, "/lxc_configs/" + id),
                "guest-" + number,
                source == null ? new Origin.Template(ARCHIVE) : cloneOf(source),
                template && !proxmoxs ? SNAPSHOT : null,
                proxmoxs,
                proxmoxs ? List.of() : snapshots(),
                "local-zfs",
                source == null ? 1 + random.nextInt(4) : source.rootfsGiB() + random.nextInt(2),
                options.resources(),
                options.networks(),
                options.dns(),
                source == null ? random.nextInt(5) > 0 : source.unprivileged(),
                options.proxmoxFeatures(),
                options.boot(template),
                options.labels(),
                options.timezone(),
                List.of(),
                options.mounts(template),
                options.devices(),
                null,
                options.appArmor(),
                options.rawOptions(),
                options.firewall(),
                features(),
                template ? List.of() : applications(),
                Inputs.NONE,
                template ? List.of() : healthChecks(options.networks()),
                dependencies());
    }

    private Origin cloneOf(DesiredContainer source) {
        return new Origin.Clone(
                source.id(), source.templateSnapshot(), source.proxmoxTemplate() && random.nextBoolean());
    }

    private List<StageSnapshot> snapshots() {
        String after = List.of(StageSnapshot.FEATURES, StageSnapshot.APPLICATION, StageSnapshot.HEALTH)
                .get(random.nextInt(3));
        return random.nextInt(3) == 0 ? List.of(new StageSnapshot("after-" + after, after, false)) : List.of();
    }

    private List<Feature> features() {
        Map<String, Feature> features = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = "feature_" + random.nextInt(4);
            features.put(name, new Feature(name, scripts.resolve("feature"), Inputs.NONE, digest()));
        }
        return List.copyOf(features.values());
    }

    private List<Application> applications() {
        return random.nextBoolean()
                ? List.of()
                : List.of(new Application(
                        scripts.resolve("application.sh"), List.of(), Inputs.NONE, digest(), Duration.ofMinutes(1)));
    }

    private List<HealthCheck> healthChecks(SortedMap<String, Network> networks) {
        List<HealthCheck> checks = new ArrayList<>();
        if (random.nextBoolean()) {
            checks.add(new HealthCheck(
                    "command", new HealthCheck.Probe.CommandLine("true"), 1, Duration.ofMillis(1), digest()));
        }
        networks.values().stream()
                .flatMap(network -> network.address().stream())
                .limit(random.nextInt(2))
                .forEach(ip -> checks.add(new HealthCheck(
                        "page", new HealthCheck.Probe.Http("http://" + ip + "/"), 1, Duration.ofMillis(1), digest())));
        return checks;
    }

    private SortedSet<VmId> dependencies() {
        SortedSet<VmId> needs = new TreeSet<>();
        made.stream()
                .filter(other -> !other.isTemplate() && random.nextInt(4) == 0)
                .forEach(other -> needs.add(other.id()));
        return needs;
    }

    private String digest() {
        return String.format(java.util.Locale.ROOT, "%08x", random.nextInt() & 0x7fff_ffff);
    }
}
