package phoenix.lab.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;

/**
 * One {@code net[n]} of a container.
 *
 * @param index the n
 * @param name the interface's name inside the guest
 * @param ip an address with prefix length, {@code dhcp}, {@code manual}, or nothing
 */
record GuestNet(
        int index,
        String name,
        String bridge,
        Optional<String> hwaddr,
        Optional<String> ip,
        Optional<String> gw,
        Optional<String> ip6,
        Optional<String> gw6,
        Optional<String> mtu,
        Optional<String> tag,
        boolean linkDown) {
    private static final Pattern KEY = Pattern.compile("net([0-9]+)");

    /** All of a container's networks, by number. */
    static List<GuestNet> all(GuestConfig.Section config) {
        Map<Integer, GuestNet> found = new TreeMap<>();
        config.options().forEach((key, value) -> {
            Matcher matcher = KEY.matcher(key);
            if (matcher.matches()) {
                int index = Integer.parseInt(matcher.group(1));
                found.put(index, parse(index, value));
            }
        });
        return new ArrayList<>(found.values());
    }

    static GuestNet parse(int index, String text) {
        PropertyString values = PropertyString.parse(text, "");
        return new GuestNet(
                index,
                values.get("name").orElse("eth" + index),
                values.get("bridge").orElse("vmbr0"),
                values.get("hwaddr"),
                values.get("ip"),
                values.get("gw"),
                values.get("ip6"),
                values.get("gw6"),
                values.get("mtu"),
                values.get("tag"),
                values.get("link_down").filter("1"::equals).isPresent());
    }

    /** The bridge that the guest is a port of: {@code vmbr0}, or {@code vmbr0v5} for its VLAN 5. */
    String port() {
        return tag.map(number -> bridge + "v" + number).orElse(bridge);
    }

    /** The address without its prefix length, where it is a fixed one. */
    Optional<String> fixedAddress() {
        return ip.filter(GuestNet::isFixed).map(address -> address.replaceFirst("/.*", ""));
    }

    static boolean isFixed(String ip) {
        return ip.contains("/");
    }
}
