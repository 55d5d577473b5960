package phoenix.cli.laws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import phoenix.pve.GuestConfig;

/**
 * The same configuration in another of the spellings that Proxmox takes for it: the order of options and of the parts of property
 * strings, units of sizes, letter case of MAC addresses, words for true, separators of lists. Confined to one thread.
 *
 * @see "PVE source: PVE/JSONSchema.pm parse_property_string, parse_size, check_type"
 */
final class Spellings {
    private static final List<String> YES = List.of("1", "on", "yes", "true");
    private static final List<String> SEPARATORS = List.of(" ", ",", ";", ", ");

    /** A container has some too, but without a key. */
    private static final String MEMORY = "memory";

    /** The keys that may be left out before the first part of these. */
    private static final Map<String, String> KEYS =
            Map.of("agent", "enabled", "cpu", "cputype", "machine", "type", MEMORY, "current");

    private final SplittableRandom random;

    Spellings(SplittableRandom random) {
        this.random = random;
    }

    /** What is in force, spelt another way; snapshots stay as they are. */
    String of(GuestConfig config) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : shuffled(List.copyOf(config.current().options().keySet()))) {
            String value = config.current().options().getOrDefault(name, "");
            boolean asItIs =
                    name.equals(MEMORY) && config.current().get("rootfs").isPresent();
            options.put(name, asItIs ? value : value(name, value));
        }
        StringBuilder text = new StringBuilder();
        GuestConfig.Section comment =
                GuestConfig.Section.EMPTY.describedAs(config.current().description());
        text.append(new GuestConfig(comment, GuestConfig.Section.EMPTY, Map.of()).print());
        options.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        config.current()
                .raw()
                .forEach(raw ->
                        text.append(raw.key()).append(": ").append(raw.value()).append('\n'));
        String whole = config.print();
        int snapshots = whole.indexOf("\n[");
        return text + (snapshots < 0 ? "" : whole.substring(snapshots));
    }

    private String value(String name, String value) {
        if (name.matches("agent|cpu|machine|" + MEMORY) && !value.contains("=")) {
            return random.nextBoolean() ? value : KEYS.get(name) + "=" + value;
        } else if (name.matches(
                "net[0-9]+|ipconfig[0-9]+|features|startup|rootfs|(mp|dev|scsi|efidisk)[0-9]+|agent|cpu|machine|cicustom")) {
            List<String> parts = List.of(value.split(","));
            return String.join(
                    ",", shuffled(parts.stream().map(part -> part(name, part)).toList()));
        } else if (name.matches("onboot|protection") && value.equals("1")) {
            return one(YES);
        } else if (name.equals("nameserver")) {
            return String.join(one(SEPARATORS), value.split(" "));
        } else if (name.equals("tags")) {
            return String.join(one(List.of(";", ",", " ")), shuffled(List.of(value.split(";"))));
        }
        return value;
    }

    private String part(String option, String part) {
        if (part.matches("virtio=([0-9A-F]{2}:){5}[0-9A-F]{2}")) {
            String address = part.substring("virtio=".length());
            return one(List.of(
                    part,
                    part.toLowerCase(Locale.ROOT),
                    "model=virtio,macaddr=" + address,
                    "macaddr=" + address + ",virtio"));
        } else if (option.matches("(scsi|efidisk)[0-9]+") && part.contains(":")) {
            return random.nextBoolean() ? part : "file=" + part;
        } else if (part.equals("enabled=1")) {
            return one(List.of("1", "enabled=1", "enabled=on", "yes"));
        } else if (part.startsWith("hwaddr=")) {
            return random.nextBoolean() ? "hwaddr=" + part.substring(7).toLowerCase(Locale.ROOT) : part;
        } else if (part.matches("size=[0-9]+G") && random.nextBoolean()) {
            return "size=" + Long.parseLong(part.substring(5, part.length() - 1)) * 1024 + "M";
        } else if (part.matches("(nesting|keyctl|fuse|firewall|ro|backup|iothread)=1")) {
            return part.substring(0, part.indexOf('=') + 1) + one(YES);
        } else if (option.equals("startup") && part.startsWith("order=") && random.nextBoolean()) {
            return part.substring("order=".length());
        }
        return part;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private List<String> shuffled(List<String> items) {
        List<String> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            java.util.Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
