package phoenix.orchestrator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import phoenix.pve.PropertyString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down a container's networks: one as an object, several as a list. */
final class NetworkExport {
    /** Keys of {@code network_config} by those of Proxmox. */
    private static final Map<String, String> TEXTS = texts();

    private final SortedMap<String, String> options;
    private final List<String> notExported;
    private final boolean firewalled;

    /**
     * @param options what is written down is taken out
     * @param notExported receives what has no key
     * @param firewalled whether the guest's firewall is on, and looks at each network that says nothing else
     */
    NetworkExport(SortedMap<String, String> options, List<String> notExported, boolean firewalled) {
        this.options = options;
        this.notExported = notExported;
        this.firewalled = firewalled;
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", "name");
        texts.put("bridge", "bridge");
        texts.put("ip", "ip");
        texts.put("gw", "gw");
        texts.put("ip6", "ip6");
        texts.put("gw6", "gw6");
        return texts;
    }

    /** The list's order is the numbering: what comes after a gap in it, or a network without a bridge, cannot be written down. */
    void writeTo(ObjectNode json) {
        int count = 0;
        while (options.getOrDefault("net" + count, "").contains("bridge=")) {
            count++;
        }
        if (count == 0) {
            json.putArray("network_config");
            return;
        }
        if (count == 1) {
            PropertyString network = take(0);
            network.get("hwaddr").ifPresent(mac -> json.put("mac_address", mac.toUpperCase(Locale.ROOT)));
            write(network.without("hwaddr"), 0, json.putObject("network_config"));
            return;
        }
        ArrayNode list = json.putArray("network_config");
        for (int i = 0; i < count; i++) {
            write(take(i), i, list.addObject());
        }
    }

    private PropertyString take(int number) {
        String value = options.remove("net" + number);
        return PropertyString.parse(value == null ? "" : value, "");
    }

    private void write(PropertyString network, int number, ObjectNode json) {
        PropertyString rest = network.without("type");
        for (Map.Entry<String, String> key : TEXTS.entrySet()) {
            rest.get(key.getKey()).ifPresent(value -> json.put(key.getValue(), value));
            rest = rest.without(key.getKey());
        }
        if (!json.has("ip") && !json.has("ip6")) {
            json.put("ip", "manual");
        }
        rest.get("hwaddr").ifPresent(mac -> json.put("mac_address", mac.toUpperCase(Locale.ROOT)));
        rest.get("tag").ifPresent(vlan -> json.put("vlan", Integer.parseInt(vlan)));
        rest.get("mtu").ifPresent(mtu -> json.put("mtu", Integer.parseInt(mtu)));
        rest.get("firewall")
                .or(() -> firewalled ? Optional.of("0") : Optional.empty())
                .ifPresent(flag -> json.put("firewall", OpenOptions.isOn(flag)));
        rest.get("rate").ifPresent(rate -> json.put("rate_mbps", new java.math.BigDecimal(rate)));
        for (String key : List.of("hwaddr", "tag", "mtu", "firewall", "rate")) {
            rest = rest.without(key);
        }
        rest.values().forEach((key, value) -> notExported.add("net" + number + ": " + key + "=" + value));
    }
}
