package phoenix.lab.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.schema.Formats;

/**
 * One interface of the node, as the API names its parts.
 *
 * @param priority its place in the file, 0 for one that is new
 * @param families {@code inet}, {@code inet6} or both: the stanzas that it has
 * @param values addresses, methods and everything that has a name of its own; text, as in the file
 * @param options the lines of the first stanza that have no name
 * @param options6 those of the IPv6 stanza
 */
record Interface(
        int priority,
        List<String> families,
        SortedMap<String, String> values,
        List<String> options,
        List<String> options6) {
    static final Interface NEW = new Interface(0, List.of(), new TreeMap<>(), List.of(), List.of());

    private static final Set<String> NUMBERS = Set.of("autostart", "bridge_vlan_aware");

    Interface {
        families = List.copyOf(families);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        options = List.copyOf(options);
        options6 = List.copyOf(options6);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    String type() {
        return get("type").orElse("unknown");
    }

    /** The interfaces that this one is made of. */
    List<String> ports() {
        return List.of("bridge_ports", "ovs_ports", "slaves", "ovs_bonds").stream()
                .flatMap(name -> get(name).stream())
                .flatMap(list -> Formats.split(list).stream())
                .toList();
    }

    Interface with(SortedMap<String, String> others) {
        return new Interface(priority, families, others, options, options6);
    }

    Interface in(List<String> otherFamilies) {
        return new Interface(priority, otherFamilies, values, options, options6);
    }

    /** Address and prefix in one, by {@code ""} or {@code "6"}. */
    Optional<String> cidr(String suffix) {
        return get("address" + suffix).map(address -> {
            String none = suffix.isEmpty() ? "32" : "128";
            return address + "/"
                    + get("netmask" + suffix).map(Interface::prefix).orElse(none);
        });
    }

    /** A mask as the number of its bits. */
    static String prefix(String mask) {
        if (!mask.contains(".")) {
            return mask;
        }
        int bits = 0;
        for (String part : mask.split("\\.")) {
            bits += Integer.bitCount(Integer.parseInt(part));
        }
        return Integer.toString(bits);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> json.put(name, NUMBERS.contains(name) ? (Object) Long.parseLong(value) : value));
        for (String suffix : List.of("", "6")) {
            cidr(suffix).ifPresent(cidr -> {
                json.put("cidr" + suffix, cidr);
                json.put("netmask" + suffix, cidr.substring(cidr.indexOf('/') + 1));
            });
            json.putIfAbsent("method" + suffix, "manual");
        }
        if (type().equals("bridge")) {
            json.putIfAbsent("bridge_stp", "off");
            if ("off".equals(json.get("bridge_stp"))) {
                json.putIfAbsent("bridge_fd", 0);
            }
        }
        json.put("families", families.isEmpty() ? List.of("inet") : families);
        if (!options.isEmpty()) {
            json.put("options", options);
        }
        if (!options6.isEmpty()) {
            json.put("options6", options6);
        }
        if (priority > 0) {
            json.put("priority", priority);
        }
        if (type().equals("eth")) {
            json.put("exists", 1);
        }
        return json;
    }
}
