package phoenix.cli.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.RawOption;
import phoenix.orchestrator.desired.Resources;

/**
 * Options of one container as the dice fall: each is managed or not. What a new version manages is added here, one line each. Confined
 * to one thread.
 */
final class RandomOptions {
    private final SplittableRandom random;
    private final int number;
    private final SortedMap<String, Network> networks = new TreeMap<>();

    /** @param number of the container in its fleet; no two have the same address */
    RandomOptions(SplittableRandom random, int number) {
        this.random = random;
        this.number = number;
        for (int i = random.nextInt(3); i > 0; i--) {
            networks.put("net" + networks.size(), network(networks.size()));
        }
    }

    SortedMap<String, Network> networks() {
        return networks;
    }

    private Network network(int index) {
        boolean fixed = random.nextInt(3) > 0;
        return new Network(
                "eth" + index,
                "vmbr0",
                fixed ? "10." + index + ".0." + (10 + number) + "/24" : "dhcp",
                fixed && index == 0 && random.nextBoolean() ? "10.0.0.1" : null,
                maybe(() -> one("auto", "dhcp", "2001:db8:" + index + "::" + (10 + number) + "/64")),
                null,
                maybe(() -> String.format(Locale.ROOT, "BC:24:11:%02X:%02X:%02X", number, index, random.nextInt(256))),
                maybe(() -> 1 + random.nextInt(4094)),
                maybe(() -> 1280 + random.nextInt(200)),
                maybe(random::nextBoolean),
                maybe(() -> one("10", "12.5")));
    }

    Resources resources() {
        return new Resources(
                maybe(() -> 64 << random.nextInt(6)),
                maybe(() -> 128 * random.nextInt(4)),
                maybe(() -> 1 + random.nextInt(8)),
                maybe(() -> one("0", "1", "1.5", "2")),
                maybe(() -> 10 + random.nextInt(1000)));
    }

    Dns dns() {
        return new Dns(
                maybe(() -> List.of("10.0.0.1", "10.0.0.2").subList(random.nextInt(2), 2)),
                maybe(() -> one("example.org", "lan")));
    }

    @Nullable Map<String, String> proxmoxFeatures() {
        return maybe(() -> random.nextBoolean() ? Map.of("nesting", "1") : Map.of("nesting", "1", "keyctl", "1"));
    }

    Boot boot(boolean template) {
        return new Boot(
                maybe(() -> !template && random.nextBoolean()),
                maybe(() -> random.nextInt(10)),
                maybe(() -> random.nextInt(60)),
                maybe(() -> 1 + random.nextInt(60)));
    }

    Labels labels() {
        return new Labels(
                maybe(() -> new TreeSet<>(List.of("web", "prod", "test").subList(random.nextInt(3), 3))),
                maybe(() -> one("Ask first.", "two lines,\nsecond: 50 % \u00e4", "a #hash")),
                maybe(() -> random.nextInt(4) == 0),
                number % 3 == 2 ? SmallNode.POOL : null, // not by the dice: a seed goes on standing for the same fleet
                null);
    }

    @Nullable String timezone() {
        return maybe(() -> one("host", "Europe/Berlin", "UTC"));
    }

    /** Of a container with a folder of the node in it Proxmox takes no snapshot, so a template has none. */
    @Nullable List<Mount> mounts(boolean template) {
        return maybe(() -> {
            List<Mount> mounts = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                boolean folder = !template && random.nextInt(3) == 0;
                mounts.add(
                        folder
                                ? new Mount.Bind("/srv/folder " + i, "/mnt/" + i, random.nextBoolean(), null)
                                : new Mount.Volume(
                                        "data-" + i,
                                        "local-zfs",
                                        4,
                                        "/mnt/" + i,
                                        random.nextBoolean(),
                                        maybe(random::nextBoolean)));
            }
            return mounts;
        });
    }

    @Nullable List<Device> devices() {
        return maybe(() -> List.of(
                        new Device(
                                "/dev/fuse",
                                maybe(() -> "0660"),
                                maybe(() -> 0),
                                maybe(() -> 20),
                                random.nextBoolean()),
                        new Device("/dev/net/tun", null, null, null, false))
                .subList(random.nextInt(3), 2));
    }

    @Nullable AppArmor appArmor() {
        return maybe(() -> random.nextBoolean() ? new AppArmor.Generated() : new AppArmor.Unconfined());
    }

    @Nullable List<RawOption> rawOptions() {
        return maybe(() -> List.of(
                        new RawOption("lxc.mount.entry", "/dev/dri dev/dri none bind,optional,create=dir"),
                        new RawOption("lxc.cgroup2.devices.allow", "c 226:* rwm"),
                        new RawOption("lxc.mount.entry", "/dev/kfd dev/kfd none bind,optional,create=file"))
                .subList(random.nextInt(4), 3));
    }

    @Nullable Firewall firewall() {
        return maybe(() -> new Firewall(
                random.nextBoolean(),
                maybe(() -> "DROP"),
                maybe(() -> "ACCEPT"),
                maybe(() -> List.of(
                                new Firewall.Rule("in", "ACCEPT", "10.0.0.0/24", null, "tcp", "80,443", "the web"),
                                new Firewall.Rule("in", "ACCEPT", null, null, "icmp", null, null),
                                new Firewall.Rule("out", "REJECT", null, "10.9.0.0/16", null, null, null))
                        .subList(random.nextInt(4), 3))));
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
