package phoenix.cli.laws;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Many containers that are exactly as wanted, put on a simulated node at once: one is made by a run, the others are copies of its
 * configuration that differ in what has to differ. Not safe for use by several threads.
 */
public final class SettledFleet {
    /** The IDs go from here. */
    public static final int FIRST = 10_000;

    private SettledFleet() {}

    /** A file of so many containers, each with an application script and a health check of its own. */
    public static String json(int count) {
        StringBuilder json = new StringBuilder("{\n  \"lxc_configs\": {");
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "\n" : ",\n").append("""
                        "%d": {
                          "name": "%s",
                          "template": "debian-12-standard",
                          "storage_pool": "local-zfs",
                          "storage_size_gb": 4,
                          "memory_mb": 512,
                          "swap_mb": 0,
                          "cores": 1,
                          "unprivileged": true,
                          "pct_options": ["nesting=1"],
                          "mac_address": "%s",
                          "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "%s", "gw": "10.0.0.1"},
                          "start_at_boot": true,
                          "boot_order": 5,
                          "application_script": "serve.sh",
                          "health_check": {"command": "true", "retries": 1, "interval": 1}
                        }""".formatted(FIRST + i, name(i), mac(i), address(i))
                    .indent(4)
                    .stripTrailing());
        }
        return json + "\n  }\n}\n";
    }

    /** Puts the rest of them beside the first, which has been made. */
    public static void fill(SimulatedNode node, GuestConfig first, Fleet fleet) {
        for (DesiredContainer want : fleet.containers().values()) {
            if (want.id().value() != FIRST) {
                node.add(want.id(), copy(first, want), true);
            }
        }
    }

    private static GuestConfig copy(GuestConfig first, DesiredContainer want) {
        Map<String, GuestConfig.Section> snapshots = new LinkedHashMap<>();
        first.snapshots().forEach((name, section) -> snapshots.put(name, copy(section, want)));
        return new GuestConfig(copy(first.current(), want), first.pending(), snapshots);
    }

    private static GuestConfig.Section copy(GuestConfig.Section section, DesiredContainer want) {
        VmId id = want.id();
        int number = id.value() - FIRST;
        Note found = Note.find(section.description()).orElseThrow();
        Note note = new Note(
                id,
                found.base(),
                found.features(),
                found.application() == null ? null : want.applications().get(0).digest(),
                found.health() == null ? null : want.healthChecks().get(0).digest(),
                found.managed(),
                found.restart());
        Map<String, String> options = new LinkedHashMap<>(section.options());
        options.put("hostname", name(number));
        options.computeIfPresent(
                "net0",
                (option, network) -> PropertyString.parse(network, "")
                        .with("hwaddr", mac(number))
                        .with("ip", address(number))
                        .toString());
        options.computeIfPresent("rootfs", (option, volume) -> volume.replace("-" + FIRST + "-", "-" + id + "-"));
        options.computeIfPresent("tags", (option, tags) -> tags.replaceFirst("phoenix-[0-9a-f]+", note.tag()));
        return new GuestConfig.Section(note.placedIn(section.description()), options, section.raw());
    }

    private static String name(int number) {
        return "web" + number;
    }

    private static String mac(int number) {
        return String.format(Locale.ROOT, "BC:24:11:00:%02X:%02X", number >> 8 & 255, number & 255);
    }

    private static String address(int number) {
        return "10.0." + (1 + number / 250) + "." + (2 + number % 250) + "/16";
    }
}
