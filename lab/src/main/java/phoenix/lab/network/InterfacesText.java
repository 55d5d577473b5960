package phoenix.lab.network;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.schema.Formats;

/** Writes {@code /etc/network/interfaces} as Proxmox does. */
final class InterfacesText {
    private static final Set<String> NO_LINES = Set.of(
            "type",
            "method",
            "method6",
            "comments",
            "comments6",
            "autostart",
            "address",
            "address6",
            "netmask",
            "netmask6",
            "gateway",
            "gateway6",
            "broadcast",
            "broadcast6",
            "uplink-id");

    private final StringBuilder text = new StringBuilder();

    private InterfacesText() {}

    static String of(Interfaces all) {
        InterfacesText written = new InterfacesText();
        for (String name : all.inOrder()) {
            written.add(name, all.find(name).orElseThrow());
        }
        all.otherLines().forEach(line -> written.text.append(line).append('\n'));
        return written.text.toString();
    }

    private void add(String name, Interface one) {
        if (one.get("autostart").orElse("0").equals("1")) {
            text.append("auto ").append(name).append('\n');
        }
        List<String> families = one.families().isEmpty() ? List.of("inet") : one.families();
        boolean first = true;
        for (String family : families) {
            String suffix = family.equals("inet6") ? "6" : "";
            text.append("iface " + name + " " + family + " "
                    + one.get("method" + suffix).orElse("manual") + "\n");
            address(one, suffix);
            if (first) {
                named(name, one);
            }
            (suffix.isEmpty() ? one.options() : one.options6())
                    .forEach(line -> text.append('\t').append(line).append('\n'));
            comments(one, families.equals(List.of("inet6")) ? "" : suffix);
            text.append('\n');
            first = false;
        }
    }

    private void address(Interface one, String suffix) {
        one.get("address" + suffix)
                .ifPresent(address -> line(
                        "address",
                        address
                                + one.get("netmask" + suffix)
                                        .map(mask -> "/" + Interface.prefix(mask))
                                        .orElse("")));
        one.get("gateway" + suffix).ifPresent(gateway -> line("gateway", gateway));
    }

    private void comments(Interface one, String suffix) {
        one.get("comments" + suffix)
                .ifPresent(comments -> comments.lines()
                        .forEach(line -> text.append('#').append(line).append('\n')));
    }

    /** What a kind of interface has, and then whatever else there is. */
    private void named(String name, Interface one) {
        Set<String> done = new HashSet<>(NO_LINES);
        if (one.type().equals("bridge")) {
            bridge(one);
            done.addAll(Set.of("bridge_ports", "bridge_stp", "bridge_fd", "bridge_vlan_aware", "bridge_vids", "mtu"));
        } else if (one.type().equals("bond")) {
            bond(one);
            done.addAll(Set.of("slaves", "bond_miimon", "bond_mode", "bond_xmit_hash_policy", "bond-primary", "mtu"));
        } else if (one.type().equals("vlan") && name.matches(".+\\.[0-9]+")) {
            done.addAll(Set.of("vlan-raw-device", "vlan-id"));
        } else if (one.type().equals("vlan") && name.matches("vlan[0-9]+")) {
            done.add("vlan-id");
        }
        one.values().forEach((option, value) -> {
            if (!done.contains(option) && !value.isEmpty() && !value.equals("0")) {
                line(option, value);
            }
        });
    }

    private void bridge(Interface one) {
        line("bridge-ports", one.get("bridge_ports").map(InterfacesText::words).orElse("none"));
        String spanning = one.get("bridge_stp").orElse("off");
        line("bridge-stp", spanning);
        Optional<String> delay = one.get("bridge_fd");
        if (spanning.equals("off")) {
            line("bridge-fd", delay.orElse("0"));
        } else {
            delay.filter(seconds -> seconds.matches("[2-9]|[12][0-9]|30"))
                    .ifPresent(seconds -> line("bridge-fd", seconds));
        }
        // Proxmox asks whether it was said, not what: 0 makes a bridge aware as well. Only deleting it takes it away.
        if (one.get("bridge_vlan_aware").isPresent()) {
            line("bridge-vlan-aware", "yes");
            line("bridge-vids", one.get("bridge_vids").orElse("2-4094"));
        }
        one.get("mtu").ifPresent(mtu -> line("mtu", mtu));
    }

    private void bond(Interface one) {
        String mode = one.get("bond_mode").orElse("balance-rr");
        line("bond-slaves", one.get("slaves").map(InterfacesText::words).orElse("none"));
        line("bond-miimon", one.get("bond_miimon").orElse("100"));
        line("bond-mode", mode);
        one.get("bond_xmit_hash_policy")
                .filter(policy -> mode.equals("balance-xor") || mode.equals("802.3ad"))
                .ifPresent(policy -> line("bond-xmit-hash-policy", policy));
        one.get("bond-primary")
                .filter(primary -> mode.equals("active-backup"))
                .ifPresent(primary -> line("bond-primary", primary));
        one.get("mtu").ifPresent(mtu -> line("mtu", mtu));
    }

    private static String words(String list) {
        return String.join(" ", Formats.split(list));
    }

    private void line(String option, String value) {
        text.append('\t').append(option).append(' ').append(value).append('\n');
    }
}
