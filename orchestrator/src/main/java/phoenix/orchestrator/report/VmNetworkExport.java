package phoenix.orchestrator.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import phoenix.pve.PropertyString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down a VM's networks, each with the addresses that cloud-init gives it. */
final class VmNetworkExport {
    private static final List<String> MODELS = List.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3");
    private static final List<String> ADDRESSES = List.of("ip", "gw", "ip6", "gw6");

    private final OpenOptions options;
    private final boolean firewalled;

    /** @param firewalled whether the guest's firewall is on, and looks at each network that says nothing else */
    VmNetworkExport(OpenOptions options, boolean firewalled) {
        this.options = options;
        this.firewalled = firewalled;
    }

    /** The list's order is the numbering: what comes after a gap in it, or a network without a bridge, cannot be written down. */
    void writeTo(ObjectNode json) {
        int count = 0;
        while (options.get("net" + count).contains("bridge=")) {
            count++;
        }
        if (count == 1) {
            write(0, json.putObject("network_config"));
        } else if (count > 1) {
            ArrayNode list = json.putArray("network_config");
            for (int i = 0; i < count; i++) {
                write(i, list.addObject());
            }
        }
    }

    private void write(int number, ObjectNode json) {
        PropertyString network =
                PropertyString.parse(options.take("net" + number).orElse(""), "model");
        PropertyString addresses =
                PropertyString.parse(options.take("ipconfig" + number).orElse(""), "ip");
        network.get("bridge").ifPresent(bridge -> json.put("bridge", bridge));
        ADDRESSES.forEach(key -> addresses.get(key).ifPresent(value -> json.put(key, value)));
        for (Map.Entry<String, String> part : network.values().entrySet()) {
            part(number, json, part.getKey(), part.getValue());
        }
        if (firewalled && network.get("firewall").isEmpty()) {
            json.put("firewall", false);
        }
    }

    private void part(int number, ObjectNode json, String key, String value) {
        switch (key) {
            case "bridge" -> {}
            case "macaddr" -> json.put("mac_address", value.toUpperCase(Locale.ROOT));
            case "tag" -> json.put("vlan", Integer.parseInt(value));
            case "mtu" -> mtu(number, json, value);
            case "firewall" -> json.put("firewall", OpenOptions.isOn(value));
            case "rate" -> json.put("rate_mbps", new java.math.BigDecimal(value));
            default -> {
                boolean model = MODELS.contains(key);
                if (model) {
                    json.put("mac_address", value.toUpperCase(Locale.ROOT));
                }
                if (!key.equals("virtio")) {
                    options.unknown().add("net" + number + ": " + (model ? "model=" + key : key + "=" + value));
                }
            }
        }
    }

    /** 1 stands for what the bridge has, and so does a file that says nothing. */
    private void mtu(int number, ObjectNode json, String value) {
        if (value.equals("1")) {
            options.unknown().add("net" + number + ": mtu=1");
        } else {
            json.put("mtu", Integer.parseInt(value));
        }
    }
}
