package phoenix.lab.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.rest.ApiException;

/**
 * The content of {@code /etc/network/interfaces}.
 *
 * @param byName the interfaces; {@code lo} is always one of them
 * @param otherLines what belongs to no interface, kept as it is
 * @see "interfaces(5)", "PVE source: PVE/INotify.pm read_etc_network_interfaces, write_etc_network_interfaces"
 */
record Interfaces(Map<String, Interface> byName, List<String> otherLines) {
    private static final Pattern VLAN = Pattern.compile("(.+)\\.([0-9]+)");

    Interfaces {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        otherLines = List.copyOf(otherLines);
    }

    static Interfaces parse(String text) {
        return new InterfacesReader(text).read();
    }

    Optional<Interface> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Interfaces with(String name, Interface one) {
        Map<String, Interface> more = new LinkedHashMap<>(byName);
        more.put(name, one);
        return new Interfaces(more, otherLines);
    }

    Interfaces without(String name) {
        Map<String, Interface> less = new LinkedHashMap<>(byName);
        less.remove(name);
        return new Interfaces(less, otherLines);
    }

    /**
     * The text of the file.
     *
     * @throws ApiException if the interfaces do not fit together
     */
    String print() {
        byName.forEach(this::check);
        return InterfacesText.of(this);
    }

    private void check(String name, Interface one) {
        List<String> ports = one.ports();
        byName.forEach((other, otherOne) -> {
            if (!other.equals(name)) {
                ports.stream().filter(otherOne.ports()::contains).findFirst().ifPresent(port -> {
                    throw ApiException.failure("port '" + port + "' is already used on interface '" + other + "'");
                });
            }
        });
        if (one.type().equals("bridge")) {
            ports.forEach(port -> checkPort(name, port));
        } else if (one.type().equals("bond")) {
            ports.stream().filter(port -> !byName.containsKey(port)).findFirst().ifPresent(port -> {
                throw ApiException.failure("bond '" + name + "' - unable to find slave '" + port + "'");
            });
        } else if (one.type().equals("vlan")) {
            String parent = parent(name, one);
            if (!byName.containsKey(parent)) {
                throw ApiException.failure("vlan '" + name + "' - unable to find parent '" + parent + "'");
            }
        }
    }

    private void checkPort(String bridge, String port) {
        Interface found = byName.get(port);
        if (found == null) {
            if (!VLAN.matcher(port).matches()) {
                throw ApiException.failure("bridge '" + bridge + "' - unable to find bridge port '" + port + "'");
            }
            return;
        }
        for (String method : List.of("method", "method6")) {
            if (found.get(method).orElse("").equals("static")) {
                throw ApiException.failure(
                        "iface " + port + " - ip address can't be set on interface if bridged in " + bridge);
            }
        }
    }

    private static String parent(String name, Interface one) {
        Matcher vlan = VLAN.matcher(name);
        return vlan.matches()
                ? vlan.group(1)
                : one.get("vlan-raw-device").orElseThrow(() -> ApiException.failure("missing vlan-raw-device option"));
    }

    /** The names in the order in which the file has them: by kind, then as they came. */
    List<String> inOrder() {
        List<String> names = new ArrayList<>(byName.keySet());
        names.sort((a, b) -> {
            int byPlace = Integer.compare(place(a), place(b));
            return byPlace != 0 ? byPlace : a.compareTo(b);
        });
        return names;
    }

    private int place(String name) {
        String[] parts = name.split("[.:]", -1);
        Interface root = byName.getOrDefault(parts[0], Interface.NEW);
        int kind = switch (root.type()) {
            case "loopback" -> 100_000;
            case "eth" -> 200_000;
            case "bond" -> 400_000;
            case "bridge" -> 500_000;
            default -> 600_000;
        };
        int priority = byName.getOrDefault(name, Interface.NEW).priority();
        return kind + parts.length - 1 + (priority > 0 ? priority : 50_000);
    }
}
