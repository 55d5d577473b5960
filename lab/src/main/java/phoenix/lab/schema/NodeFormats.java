package phoenix.lab.schema;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/** The named formats of what is set up on the node itself: networks, storages, users, the cluster's firewall. */
final class NodeFormats {
    private static final String NO_ADDRESS = "value does not look like a valid IP address";

    static final Map<String, Formats.Format> NAMED = Map.ofEntries(
            entry("ip", Formats.address(text -> Addresses.isV4(text) || Addresses.isV6(text), NO_ADDRESS)),
            entry(
                    "CIDRv4",
                    Formats.address(
                            text -> Addresses.isV4Network(text) && length(text) >= 8,
                            "value does not look like a valid IPv4 CIDR network")),
            entry(
                    "CIDRv6",
                    Formats.address(
                            text -> Addresses.isV6Network(text) && length(text) >= 8,
                            "value does not look like a valid IPv6 CIDR network")),
            entry("ipv4mask", Formats.address(NodeFormats::isMask, "value does not look like a valid IPv4 netmask")),
            entry("IPorCIDR", NodeFormats::network),
            entry("IPorCIDRorAlias", NodeFormats::networkOrAlias),
            entry("pve-vlan-id-or-range", Formats.matching("[0-9]{1,4}(?:-[0-9]{1,4})?", "invalid VLAN tag '%s'")),
            entry("pve-fw-conntrack-helper", NodeFormats::helper),
            entry("pve-groupid", Formats.matching("[A-Za-z0-9.\\-_]+", "group name '%s' contains invalid characters")),
            entry("pve-roleid", Formats.matching("[A-Za-z0-9.\\-_]+", "role name '%s' contains invalid characters")),
            entry(
                    "pve-tokenid",
                    Formats.matching(
                            "[^\\s:/]+@[A-Za-z][A-Za-z0-9.\\-_]+![A-Za-z][A-Za-z0-9.\\-_]+",
                            "value '%s' does not look like a valid token ID")),
            entry(
                    "email-opt",
                    Formats.matching("|[^\\s@]+@[^\\s@]+", "value does not look like a valid email address")),
            entry("string", text -> {}),
            entry("pve-storage-path", Formats.matching("/[^;()]+", "value does not look like a valid absolute path")),
            entry(
                    "pve-storage-portal-dns",
                    Formats.matching("[^\\s,;/]+", "value does not look like a valid portal address")),
            entry("pve-storage-options", Formats.matching("\\S+", "invalid options '%s'")),
            entry("pve-dir-override", Formats.matching("[a-z]+=[^.]*(?:\\.?[^.]+)+", "invalid override '%s'")),
            entry(
                    "pve-storage-server",
                    Formats.address(
                            text -> Addresses.isV4(text)
                                    || Addresses.isV6(text)
                                    || text.matches("(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.?)+"),
                            "value does not look like a valid server name or IP address")),
            entry(
                    "pve-storage-vgname",
                    Formats.matching(
                            "(?i:[a-z0-9][a-z0-9\\-_.]*[a-z0-9])", "lvm name '%s' contains illegal characters")),
            entry(
                    "pve-acme-domain",
                    Formats.matching(domain("[a-z0-9]"), "value '%s' does not look like a valid domain name!")),
            entry(
                    "pve-acme-alias",
                    Formats.matching(domain("[a-z0-9_]"), "value '%s' does not look like a valid alias name!")),
            entry(
                    "prune-backups",
                    Formats.matching(
                            "keep-(?:all|last|hourly|daily|weekly|monthly|yearly)=[0-9]+(?:,keep-(?:all|last|hourly|daily|weekly|monthly|yearly)=[0-9]+)*",
                            "format error")));

    private NodeFormats() {}

    /** At least two labels, each of which begins with such a letter. */
    private static String domain(String first) {
        String label = first + "[a-z0-9_-]*";
        return "(?i:" + label + "(?:\\." + label + ")+)";
    }

    private static int length(String network) {
        return Integer.parseInt(network.substring(network.indexOf('/') + 1));
    }

    private static boolean isMask(String text) {
        if (!Addresses.isV4(text)) {
            return false;
        }
        long bits = 0;
        for (String part : text.split("\\.")) {
            bits = bits * 256 + Long.parseLong(part);
        }
        long hosts = (1L << 32) - 1 - bits;
        return (hosts & (hosts + 1)) == 0;
    }

    private static void network(String text) throws InvalidFormat {
        Formats.require(!text.startsWith("+") && !text.matches("[A-Za-z].*") && !text.contains(","), NO_ADDRESS);
        FirewallFormats.addresses(text);
    }

    private static void networkOrAlias(String text) throws InvalidFormat {
        if (!text.matches("(?:dc/|guest/)?[A-Za-z][A-Za-z0-9_-]+")) {
            network(text);
        }
    }

    private static void helper(String text) throws InvalidFormat {
        List<String> known = List.of("amanda", "ftp", "irc", "netbios-ns", "pptp", "sane", "sip", "snmp", "tftp");
        for (String name : Formats.split(text)) {
            Formats.require(known.contains(name), "value '" + name + "' is not a valid conntrack helper");
        }
    }
}
