package phoenix.lab.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Debian guest's {@code /etc/network/interfaces}: the stanzas of the loopback and of the interfaces that Proxmox knows are
 * written anew, all others are kept.
 *
 * @see "interfaces(5)"
 */
final class NetworkFile {
    private static final Pattern STANZA = Pattern.compile(
            "(auto|allow-\\S+|no-auto-down|no-scripts|iface|mapping|source|source-directory|rename)\\b.*");

    private NetworkFile() {}

    /** The new text, from the old one. */
    static String rewrite(String old, List<GuestNet> nets) {
        StringBuilder text = new StringBuilder("auto lo\niface lo inet loopback\niface lo inet6 loopback\n");
        for (GuestNet net : nets) {
            text.append("\nauto ").append(net.name()).append('\n');
            stanza(text, net.name(), "inet", net.ip().orElse("manual"), net.gw());
            net.ip6().ifPresent(ip6 -> stanza(text, net.name(), "inet6", ip6, net.gw6()));
        }
        Set<String> ours = new HashSet<>(Set.of("lo"));
        nets.forEach(net -> ours.add(net.name()));
        String kept = foreign(old, ours);
        return kept.isEmpty()
                ? text.toString()
                : text.append('\n').append(kept).append('\n').toString();
    }

    private static void stanza(StringBuilder text, String name, String family, String ip, Optional<String> gateway) {
        String method = GuestNet.isFixed(ip) ? "static" : ip;
        text.append("iface ")
                .append(name)
                .append(' ')
                .append(family)
                .append(' ')
                .append(method)
                .append('\n');
        if (!GuestNet.isFixed(ip)) {
            return;
        }
        text.append("\taddress ").append(ip).append('\n');
        gateway.ifPresent(address -> {
            if (family.equals("inet") && !Ipv4.contains(ip, address)) {
                text.append("\tpost-up ip route add ")
                        .append(address)
                        .append(" dev ")
                        .append(name)
                        .append('\n');
                text.append("\tpost-up ip route add default via ")
                        .append(address)
                        .append(" dev ")
                        .append(name)
                        .append('\n');
                text.append("\tpre-down ip route del default via ")
                        .append(address)
                        .append(" dev ")
                        .append(name)
                        .append('\n');
                text.append("\tpre-down ip route del ")
                        .append(address)
                        .append(" dev ")
                        .append(name)
                        .append('\n');
            } else {
                text.append("\tgateway ").append(address).append('\n');
            }
        });
    }

    /** The stanzas that are not ours, with the comments before them. */
    private static String foreign(String old, Set<String> ours) {
        List<String> kept = new ArrayList<>();
        boolean keeping = true;
        for (String line : old.lines().toList()) {
            String words = line.strip();
            if (STANZA.matcher(words).matches()) {
                String[] parts = words.split("\\s+");
                boolean names = parts[0].equals("iface") || parts[0].equals("auto") || parts[0].startsWith("allow-");
                keeping = !(names && parts.length > 1 && ours.contains(parts[1]));
            } else if (words.startsWith("#")) {
                keeping = true;
            }
            if (keeping && !words.isEmpty()) {
                kept.add(line);
            }
        }
        return String.join("\n", kept);
    }
}
