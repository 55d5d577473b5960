package phoenix.lab.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.schema.Formats;

/**
 * The content of {@code /etc/network/interfaces}.
 *
 * @param byName what the API says of each interface, and under {@code options} the lines that have no name there
 * @param otherLines what belongs to no interface, kept as it is
 * @see "interfaces(5)", "PVE source: PVE/INotify.pm read_etc_network_interfaces, write_etc_network_interfaces"
 */
record Interfaces(Map<String, SortedMap<String, String>> byName, List<String> otherLines) {
    /** Names in the file by names in the API; the rest is spelled alike but for the dash. */
    private static final Map<String, String> IN_FILE = Map.of(
            "bridge_ports", "bridge-ports",
            "bridge_vids", "bridge-vids",
            "bridge_stp", "bridge-stp",
            "bridge_fd", "bridge-fd",
            "slaves", "bond-slaves",
            "bond_mode", "bond-mode",
            "bond-primary", "bond-primary",
            "bond_xmit_hash_policy", "bond-xmit-hash-policy",
            "vlan-raw-device", "vlan-raw-device",
            "mtu", "mtu");

    Interfaces {
        Map<String, SortedMap<String, String>> copy = new LinkedHashMap<>();
        byName.forEach((name, values) -> copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
        byName = Collections.unmodifiableMap(copy);
        otherLines = List.copyOf(otherLines);
    }

    Optional<SortedMap<String, String>> find(String name) {
        return Optional.ofNullable(byName.get(name)).filter(values -> !name.equals("lo"));
    }

    Interfaces with(String name, SortedMap<String, String> values) {
        Map<String, SortedMap<String, String>> more = new LinkedHashMap<>(byName);
        more.put(name, values);
        return new Interfaces(more, otherLines);
    }

    Interfaces without(String name) {
        Map<String, SortedMap<String, String>> less = new LinkedHashMap<>(byName);
        less.remove(name);
        return new Interfaces(less, otherLines);
    }

    static Interfaces parse(String text) {
        Map<String, SortedMap<String, String>> found = new LinkedHashMap<>();
        List<String> other = new ArrayList<>();
        SortedMap<String, String> current = new TreeMap<>();
        boolean named = false;
        boolean six = false;
        for (String line : text.lines().map(String::strip).toList()) {
            List<String> words = List.of(line.split("\\s+"));
            if (words.get(0).equals("auto") || words.get(0).startsWith("allow-")) {
                words.subList(1, words.size())
                        .forEach(one -> found.computeIfAbsent(one, same -> new TreeMap<>())
                                .put("autostart", "1"));
            } else if (words.get(0).equals("iface") && words.size() > 3) {
                six = words.get(2).equals("inet6");
                named = true;
                current = found.computeIfAbsent(words.get(1), same -> new TreeMap<>());
                current.put(six ? "method6" : "method", words.get(3));
            } else if (words.get(0).startsWith("source")) {
                other.add(line);
                named = false;
            } else if (line.startsWith("#") && named) {
                current.merge("comments", line.substring(1).strip() + "\n", String::concat);
            } else if (!line.isEmpty() && !line.startsWith("#") && named) {
                option(current, words, line, six);
            }
        }
        found.forEach((one, values) -> values.put("type", type(one, values)));
        return new Interfaces(found, other);
    }

    private static void option(SortedMap<String, String> values, List<String> words, String line, boolean six) {
        String option = words.get(0).replace('_', '-');
        String value = String.join(" ", words.subList(1, words.size()));
        String known = IN_FILE.entrySet().stream()
                .filter(entry -> entry.getValue().equals(option))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        if (option.equals("address")) {
            values.put(six ? "cidr6" : "cidr", value);
        } else if (option.equals("gateway")) {
            values.put(six ? "gateway6" : "gateway", value);
        } else if (option.equals("bridge-vlan-aware")) {
            values.put("bridge_vlan_aware", "1");
        } else if (!known.isEmpty()) {
            values.put(known, value.equals("none") && known.equals("bridge_ports") ? "" : value);
        } else {
            values.merge("options", line + "\n", String::concat);
        }
    }

    private static String type(String name, Map<String, String> values) {
        if (name.equals("lo")) {
            return "loopback";
        }
        if (values.containsKey("bridge_ports") || name.startsWith("vmbr")) {
            return name.matches("vmbr[0-9]+\\..*") ? "vlan" : "bridge";
        }
        if (values.containsKey("slaves") || name.startsWith("bond")) {
            return "bond";
        }
        if (values.containsKey("vlan-raw-device") || name.matches(".*\\.[0-9]+")) {
            return "vlan";
        }
        return name.contains(":") ? "alias" : name.matches("(?:eth|en).*") ? "eth" : "unknown";
    }

    String print() {
        StringBuilder text = new StringBuilder("auto lo\niface lo inet loopback\n\n");
        byName.forEach((name, values) -> {
            if (!name.equals("lo")) {
                stanza(text, name, values);
            }
        });
        otherLines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void stanza(StringBuilder text, String name, Map<String, String> values) {
        if (values.getOrDefault("autostart", "0").equals("1")) {
            text.append("auto ").append(name).append('\n');
        }
        String method = values.getOrDefault("method", "manual");
        text.append("iface " + name + " inet " + method + "\n");
        line(text, "address", values.get("cidr"));
        line(text, "gateway", values.get("gateway"));
        IN_FILE.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> {
            String value = values.get(entry.getKey());
            boolean noPorts = entry.getKey().equals("bridge_ports") && value != null && value.isEmpty();
            line(text, entry.getValue(), noPorts ? "none" : value);
        });
        if (values.getOrDefault("bridge_vlan_aware", "0").equals("1")) {
            line(text, "bridge-vlan-aware", "yes");
        }
        values.getOrDefault("options", "")
                .lines()
                .forEach(line -> text.append('\t').append(line).append('\n'));
        values.getOrDefault("comments", "")
                .lines()
                .forEach(line -> text.append('#').append(line).append('\n'));
        text.append('\n');
        if (values.containsKey("cidr6") || values.containsKey("method6")) {
            text.append("iface " + name + " inet6 " + values.getOrDefault("method6", "static") + "\n");
            line(text, "address", values.get("cidr6"));
            line(text, "gateway", values.get("gateway6"));
            text.append('\n');
        }
    }

    private static void line(StringBuilder text, String option, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            text.append('\t')
                    .append(option)
                    .append(' ')
                    .append(String.join(" ", Formats.split(value)))
                    .append('\n');
        }
    }
}
