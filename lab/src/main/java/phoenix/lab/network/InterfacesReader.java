package phoenix.lab.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /etc/network/interfaces} as Proxmox does. A stanza ends at the first empty line, and comments outside stanzas are lost. */
final class InterfacesReader {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("ovs_mtu", "mtu"),
            Map.entry("bond-slaves", "slaves"),
            Map.entry("bond_slaves", "slaves"),
            Map.entry("bond-xmit-hash-policy", "bond_xmit_hash_policy"),
            Map.entry("bond-mode", "bond_mode"),
            Map.entry("bond-miimon", "bond_miimon"),
            Map.entry("bridge-vlan-aware", "bridge_vlan_aware"),
            Map.entry("bridge-fd", "bridge_fd"),
            Map.entry("bridge-stp", "bridge_stp"),
            Map.entry("bridge-ports", "bridge_ports"),
            Map.entry("bridge-vids", "bridge_vids"));
    private static final Pattern SIMPLE =
            Pattern.compile("mtu|ovs_(?:type|options|bridge|bonds|ports)|bridge_(?:fd|vids)"
                    + "|bridge-(?:access|learning|arp-nd-suppress|unicast-flood|multicast-flood|disable-mac-learning)"
                    + "|bond_(?:miimon|xmit_hash_policy|mode)|bond-primary|link-type|uplink-id"
                    + "|vlan-(?:protocol|raw-device|id)|vxlan-(?:id|svcnodeip|physdev|local-tunnelip)");
    private static final Pattern PHYSICAL = Pattern.compile("(?:eth[0-9]+|en[^:.]+|ib[^:.]+|(?:nic|if)[0-9]+)");
    private static final Pattern STANZA = Pattern.compile("\\s*iface\\s+(\\S+)(?:\\s+(inet6?)\\s+(\\S+))?\\s*");
    private static final Pattern AUTO = Pattern.compile("\\s*(?:auto|allow-auto|allow-ovs|allow-hotplug)\\s+(.*)");
    private static final Pattern OPTION = Pattern.compile("\\s*((\\S+)\\s+(.+))");
    private static final Pattern NEXT =
            Pattern.compile("\\s*(?:(?:iface|mapping|auto|source|source-directory)\\s|allow-).*");

    private final List<String> lines;
    private final Map<String, Draft> found = new LinkedHashMap<>();
    private final List<String> other = new ArrayList<>();
    private int priority = 2;

    InterfacesReader(String text) {
        this.lines = text.lines().toList();
    }

    private static final class Draft {
        private int priority;
        private final List<String> families = new ArrayList<>();
        private final SortedMap<String, String> values = new TreeMap<>();
        private final List<String> options = new ArrayList<>();
        private final List<String> options6 = new ArrayList<>();
    }

    Interfaces read() {
        int next = 0;
        while (next < lines.size()) {
            String line = lines.get(next);
            Matcher auto = AUTO.matcher(line);
            Matcher stanza = STANZA.matcher(line);
            next++;
            if (line.strip().startsWith("#")) {
                continue;
            }
            if (auto.matches()) {
                for (String name : auto.group(1).strip().split("\\s+")) {
                    draft(name).values.put("autostart", "1");
                }
            } else if (stanza.matches()) {
                next = stanza(stanza, next);
            } else if (!line.isBlank()) {
                other.add(line);
                priority++;
            }
        }
        if (!found.containsKey("lo")) {
            Draft lo = draft("lo");
            lo.priority = 1;
            lo.values.putAll(Map.of("method", "loopback", "autostart", "1"));
        }
        Map<String, Interface> all = new LinkedHashMap<>();
        found.forEach((name, draft) -> all.put(name, finished(name, draft)));
        return new Interfaces(all, other);
    }

    private Draft draft(String name) {
        return found.computeIfAbsent(name, same -> new Draft());
    }

    /** Reads to the end of a stanza and returns the number of the line behind it. */
    private int stanza(Matcher head, int first) {
        Draft draft = draft(head.group(1));
        String family = head.group(2);
        if (draft.priority == 0) {
            draft.priority = priority++;
        }
        String suffix = "inet6".equals(family) ? "6" : "";
        if (family != null) {
            draft.families.add(family);
            draft.values.put("method" + suffix, head.group(3));
        }
        int next = first;
        for (; next < lines.size(); next++) {
            String line = lines.get(next).stripTrailing();
            Matcher option = OPTION.matcher(line);
            if (line.strip().startsWith("#")) {
                draft.values.merge("comments", line.strip().substring(1) + "\n", String::concat);
            } else if (NEXT.matcher(line).matches() || !option.matches()) {
                break;
            } else {
                option(draft, suffix, option);
            }
        }
        return next;
    }

    private static void option(Draft draft, String suffix, Matcher option) {
        String name = NAMES.getOrDefault(option.group(2), option.group(2));
        String value = option.group(3);
        if (name.matches("address|netmask|broadcast|gateway")) {
            draft.values.put(name + suffix, value);
        } else if (SIMPLE.matcher(name).matches()) {
            draft.values.put(name, value);
        } else if (name.matches("slaves|bridge_ports")) {
            TreeSet<String> devices = new TreeSet<>(List.of(value.split("\\s+")));
            devices.remove("none");
            draft.values.put(name, String.join(" ", devices));
        } else if (name.equals("bridge_stp")) {
            draft.values.put(name, value.matches("(?i:on|yes)") ? "on" : "off");
        } else if (name.equals("bridge_vlan_aware")) {
            draft.values.put(name, "1");
        } else {
            (suffix.isEmpty() ? draft.options : draft.options6).add(option.group(1));
        }
    }

    private static Interface finished(String name, Draft draft) {
        for (String suffix : List.of("", "6")) {
            String address = draft.values.getOrDefault("address" + suffix, "");
            if (address.contains("/")) {
                draft.values.put("address" + suffix, address.substring(0, address.indexOf('/')));
                draft.values.put("netmask" + suffix, address.substring(address.indexOf('/') + 1));
            }
        }
        Matcher vlan = Pattern.compile("(.+)\\.([0-9]+)").matcher(name);
        draft.values.put("type", type(name, draft.values));
        if (draft.values.get("type").equals("vlan") && vlan.matches()) {
            draft.values.putIfAbsent("vlan-raw-device", vlan.group(1));
            draft.values.put("vlan-id", vlan.group(2));
        } else if (name.matches("vlan[0-9]+") && draft.values.containsKey("vlan-raw-device")) {
            draft.values.put("vlan-id", name.substring("vlan".length()));
        }
        return new Interface(draft.priority, draft.families, draft.values, draft.options, draft.options6);
    }

    private static String type(String name, Map<String, String> values) {
        if (values.containsKey("bridge_ports")) {
            return "bridge";
        }
        if (name.matches("bond[0-9]+")) {
            return "bond";
        }
        if (name.matches(".+:[0-9]+")) {
            return "alias";
        }
        if (name.matches(".+\\.[0-9]+") || values.containsKey("vlan-raw-device")) {
            return "vlan";
        }
        if (PHYSICAL.matcher(name).matches()) {
            return "eth";
        }
        return name.equals("lo") ? "loopback" : "unknown";
    }
}
