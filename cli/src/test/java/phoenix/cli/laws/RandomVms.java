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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.pve.VmId;

/**
 * VMs that a seed stands for: templates from an image, clones of them, linked or full, and options as the dice fall. The loader would take every one of them. Confined to one thread.
 */
final class RandomVms {
    private static final String SNAPSHOT = "ready";
    private static final long OTHER_DICE = 0x5eed_5eed;

    private final SplittableRandom random;
    private final Path scripts;
    private final List<DesiredVm> made = new ArrayList<>();

    private RandomVms(long seed, Path scripts) {
        this.random = new SplittableRandom(seed);
        this.scripts = scripts;
    }

    /** @param scripts a folder with {@code feature/feature.sh} and {@code application.sh} in it */
    static Fleet of(long seed, int most, Path scripts) {
        return new RandomVms(seed, scripts).roll(most);
    }

    /** The same VMs, made alike, with other options; features, applications and health checks may be others, too, but for templates. */
    static Fleet changed(Fleet fleet, long seed, Path scripts) {
        RandomVms dice = new RandomVms(seed ^ OTHER_DICE, scripts);
        SortedMap<VmId, DesiredVm> changed = new TreeMap<>();
        fleet.vms().values().forEach(vm -> changed.put(vm.id(), dice.changed(vm)));
        return new Fleet(new TreeMap<>(), changed);
    }

    private DesiredVm changed(DesiredVm before) {
        int number = random.nextInt(100);
        RandomOptions options = new RandomOptions(random, number);
        boolean template = before.isTemplate();
        return new DesiredVm(
                before.id(),
                before.place(),
                before.name(),
                before.origin(),
                template,
                before.templateSnapshot(),
                before.snapshots(),
                before.storage(),
                larger(before),
                template ? before.disks() : maybe(() -> disksNoSmallerThan(before.disks())),
                hardware(),
                options.resources(),
                networks(number),
                options.dns(),
                options.boot(template),
                options.labels(),
                cloudInit(),
                options.firewall(),
                template || random.nextBoolean() ? before.features() : features(),
                template || random.nextBoolean() ? before.applications() : applications(),
                before.inputs(),
                template || random.nextBoolean() ? before.healthChecks() : healthChecks(),
                before.dependencies());
    }

    private @Nullable Integer larger(DesiredVm vm) {
        Integer size = vm.diskGiB();
        return size == null || vm.isTemplate() ? size : Integer.valueOf(size + random.nextInt(2));
    }

    private List<DesiredVm.Disk> disksNoSmallerThan(@Nullable List<DesiredVm.Disk> before) {
        List<DesiredVm.Disk> disks = disks();
        for (int i = 0; before != null && i < Math.min(before.size(), disks.size()); i++) {
            if (disks.get(i).sizeGiB() < before.get(i).sizeGiB()) {
                disks.set(i, before.get(i));
            }
        }
        return disks;
    }

    private Fleet roll(int most) {
        int count = 1 + random.nextInt(most);
        while (made.size() < count) {
            VmId id = new VmId(100 + random.nextInt(900));
            if (made.stream().noneMatch(other -> other.id().equals(id))) {
                made.add(vm(id, made.size()));
            }
        }
        SortedMap<VmId, DesiredVm> byId = new TreeMap<>();
        made.forEach(vm -> byId.put(vm.id(), vm));
        return new Fleet(new TreeMap<>(), byId);
    }

    private DesiredVm vm(VmId id, int number) {
        List<DesiredVm> sources = made.stream().filter(DesiredVm::isTemplate).toList();
        @Nullable DesiredVm source =
                sources.isEmpty() || random.nextInt(4) == 0 ? null : sources.get(random.nextInt(sources.size()));
        boolean template = number == 0 || random.nextInt(4) == 0;
        RandomOptions options = new RandomOptions(random, number);
        @Nullable Integer least = source == null ? Integer.valueOf(3) : source.diskGiB();
        return new DesiredVm(
                id,
                new Place("phoenix_vm_configs.json", 3, 5, "/vms/" + number),
                "vm-" + number,
                origin(source),
                template,
                template ? null : maybe(() -> SNAPSHOT),
                template ? List.of() : snapshots(),
                "local-zfs",
                least == null ? null : maybe(() -> least + random.nextInt(3)),
                template ? null : maybe(this::disks),
                hardware(),
                options.resources(),
                networks(number),
                options.dns(),
                options.boot(template),
                options.labels(),
                cloudInit(),
                options.firewall(),
                features(),
                template ? List.of() : applications(),
                Inputs.NONE,
                template ? List.of() : healthChecks(),
                dependencies());
    }

    private List<StageSnapshot> snapshots() {
        String after = List.of(StageSnapshot.FEATURES, StageSnapshot.APPLICATION, StageSnapshot.HEALTH)
                .get(random.nextInt(3));
        return random.nextInt(3) == 0
                ? List.of(new StageSnapshot("after-" + after, after, random.nextBoolean()))
                : List.of();
    }

    private Origin origin(@Nullable DesiredVm source) {
        return source == null
                ? new Origin.Image("debian-12", null, null)
                : new Origin.Clone(source.id(), null, maybe(random::nextBoolean));
    }

    private List<DesiredVm.Disk> disks() {
        List<DesiredVm.Disk> disks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            disks.add(new DesiredVm.Disk("local-zfs", 1 + random.nextInt(3)));
        }
        return disks;
    }

    private Hardware hardware() {
        return new Hardware(
                maybe(() -> 64),
                maybe(() -> 1 + random.nextInt(2)),
                maybe(() -> one("host", "x86-64-v2-AES", "kvm64")),
                maybe(() -> one("q35", "pc")),
                maybe(() -> one("ovmf", "seabios")),
                false,
                true,
                null,
                null);
    }

    private List<Network> networks(int number) {
        List<Network> networks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int index = networks.size();
            boolean fixed = random.nextInt(3) > 0;
            networks.add(new Network(
                    "",
                    "vmbr0",
                    fixed ? "10." + index + ".0." + (10 + number) + "/24" : "dhcp",
                    fixed && index == 0 && random.nextBoolean() ? "10.0.0.1" : null,
                    null,
                    null,
                    maybe(() -> String.format(
                            java.util.Locale.ROOT, "BC:24:11:%02X:%02X:%02X", number, index, random.nextInt(256))),
                    maybe(() -> 1 + random.nextInt(4094)),
                    maybe(() -> 1280 + random.nextInt(200)),
                    maybe(random::nextBoolean),
                    maybe(() -> one("10", "12.5"))));
        }
        return networks;
    }

    private CloudInit cloudInit() {
        List<CloudInit.User> users = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            users.add(new CloudInit.User(
                    "user" + i,
                    random.nextBoolean() ? List.of() : List.of("ssh-ed25519 AAAA+b/c a key"),
                    maybe(() -> "$6$salt$hash"),
                    random.nextBoolean() ? List.of() : List.of("adm"),
                    maybe(() -> CloudInit.User.ALL)));
        }
        return new CloudInit(
                users,
                random.nextInt(3) == 0 ? List.of("jq") : List.of(),
                List.of(),
                random.nextInt(3) == 0
                        ? List.of(new CloudInit.WrittenFile("/etc/yes", "~\n", maybe(() -> "0640"), null, false))
                        : List.of(),
                List.of(),
                maybe(() -> one("UTC", "Europe/Berlin")),
                List.of());
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

    private List<HealthCheck> healthChecks() {
        return random.nextBoolean()
                ? List.of()
                : List.of(new HealthCheck(
                        "command", new HealthCheck.Probe.CommandLine("true"), 1, Duration.ofMillis(1), digest()));
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

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
