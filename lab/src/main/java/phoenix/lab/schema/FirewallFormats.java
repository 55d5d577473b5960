package phoenix.lab.schema;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The formats of firewall rules.
 *
 * @see "PVE source: PVE/Firewall.pm parse_address_list, parse_port_name_number_or_range, pve_fw_verify_protocol_spec"
 */
public final class FirewallFormats {
    private static final int MOST_PORTS = 15;
    private static final int HIGHEST_PORT = 65_535;
    private static final String NAME = "[A-Za-z][A-Za-z0-9_-]+";
    private static final int LONGEST_NAME = 64;

    /** The services of {@code /etc/services} that rules are likely to name. */
    private static final Set<String> SERVICES = Set.of(
            "ftp-data",
            "ftp",
            "ssh",
            "telnet",
            "smtp",
            "time",
            "domain",
            "bootps",
            "bootpc",
            "tftp",
            "gopher",
            "finger",
            "http",
            "kerberos",
            "pop3",
            "sunrpc",
            "auth",
            "nntp",
            "ntp",
            "netbios-ns",
            "netbios-dgm",
            "netbios-ssn",
            "imap2",
            "snmp",
            "snmp-trap",
            "bgp",
            "irc",
            "ldap",
            "https",
            "microsoft-ds",
            "isakmp",
            "syslog",
            "printer",
            "submission",
            "submissions",
            "ipp",
            "ldaps",
            "rsync",
            "imaps",
            "pop3s",
            "ms-sql-s",
            "openvpn",
            "l2f",
            "radius",
            "nfs",
            "mysql",
            "rdp",
            "svn",
            "postgresql",
            "amqp",
            "http-alt",
            "git",
            "mdns");

    private static final Set<String> PROTOCOLS = Set.of(
            "ip",
            "icmp",
            "igmp",
            "ggp",
            "ipencap",
            "st",
            "tcp",
            "egp",
            "igp",
            "pup",
            "udp",
            "hmp",
            "xns-idp",
            "rdp",
            "iso-tp4",
            "dccp",
            "xtp",
            "ddp",
            "idpr-cmtp",
            "ipv6",
            "ipv6-route",
            "ipv6-frag",
            "idrp",
            "rsvp",
            "gre",
            "esp",
            "ah",
            "skip",
            "ipv6-icmp",
            "icmpv6",
            "ipv6-nonxt",
            "ipv6-opts",
            "rspf",
            "vmtp",
            "eigrp",
            "ospf",
            "ax.25",
            "ipip",
            "etherip",
            "encap",
            "pim",
            "ipcomp",
            "vrrp",
            "l2tp",
            "isis",
            "sctp",
            "fc",
            "mobility-header",
            "udplite",
            "mpls-in-ip",
            "manet",
            "hip",
            "shim6",
            "wesp",
            "rohc");

    private static final Set<String> ICMP = Set.of(
            "any",
            "echo-reply",
            "destination-unreachable",
            "network-unreachable",
            "host-unreachable",
            "protocol-unreachable",
            "port-unreachable",
            "fragmentation-needed",
            "source-route-failed",
            "network-unknown",
            "host-unknown",
            "network-prohibited",
            "host-prohibited",
            "TOS-network-unreachable",
            "TOS-host-unreachable",
            "communication-prohibited",
            "host-precedence-violation",
            "precedence-cutoff",
            "source-quench",
            "redirect",
            "network-redirect",
            "host-redirect",
            "TOS-network-redirect",
            "TOS-host-redirect",
            "echo-request",
            "router-advertisement",
            "router-solicitation",
            "time-exceeded",
            "ttl-zero-during-transit",
            "ttl-zero-during-reassembly",
            "parameter-problem",
            "ip-header-bad",
            "required-option-missing",
            "timestamp-request",
            "timestamp-reply",
            "address-mask-request",
            "address-mask-reply");

    private static final Set<String> ICMPV6 = Set.of(
            "destination-unreachable",
            "no-route",
            "communication-prohibited",
            "beyond-scope",
            "address-unreachable",
            "port-unreachable",
            "failed-policy",
            "reject-route",
            "packet-too-big",
            "time-exceeded",
            "ttl-zero-during-transit",
            "ttl-zero-during-reassembly",
            "parameter-problem",
            "bad-header",
            "unknown-header-type",
            "unknown-option",
            "echo-request",
            "echo-reply",
            "router-solicitation",
            "router-advertisement",
            "neighbor-solicitation",
            "neighbour-solicitation",
            "neighbor-advertisement",
            "neighbour-advertisement",
            "redirect");

    private FirewallFormats() {}

    public static boolean isIcmpType(String text) {
        return ICMP.contains(text);
    }

    public static boolean isIcmpv6Type(String text) {
        return ICMPV6.contains(text);
    }

    /**
     * Checks a list of addresses, a set's name or an alias's.
     *
     * @return the version of its addresses, 4 or 6; 0 if it is a name
     */
    public static int addresses(String text) throws InvalidFormat {
        if (text.matches("\\+\\S+")) {
            require(text.length() <= LONGEST_NAME + 1, "ipset name too long");
            return 0;
        }
        if (text.matches("(?:dc/|guest/)?" + NAME)) {
            require(text.length() <= LONGEST_NAME, "alias name too long");
            return 0;
        }
        int version = 0;
        boolean range = false;
        List<String> elements = elements(text);
        for (String element : elements) {
            range |= element.contains("-");
            int found = version(element);
            require(
                    version == 0 || version == found,
                    "detected mixed ipv4/ipv6 addresses in address list '" + text + "'");
            version = found;
        }
        require(!range || elements.size() == 1, "you can't use a range in a list");
        return version;
    }

    private static int version(String element) throws InvalidFormat {
        String[] ends = element.split("-", -1);
        String first = ends[0].replaceFirst("/.*", "");
        int version = Addresses.isV4(first) ? 4 : Addresses.isV6(first) ? 6 : 0;
        boolean last = ends.length == 1
                || (ends.length == 2 && (version == 4 ? Addresses.isV4(ends[1]) : Addresses.isV6(ends[1])));
        require(version > 0 && last, "invalid IP address: Cannot determine IP version for " + element);
        if (ends.length == 2) {
            require(
                    number(ends[0]).compareTo(number(ends[1])) <= 0,
                    "invalid IP address: Begin address is greater than End address " + ends[0] + " - " + ends[1]);
        } else if (element.contains("/")) {
            prefix(element, version);
        }
        return version;
    }

    /** Only the network's own address may stand before a prefix length. */
    private static void prefix(String element, int version) throws InvalidFormat {
        int bits = version == 4 ? 32 : 128;
        String length = element.substring(element.indexOf('/') + 1);
        require(length.matches("[0-9]{1,3}"), "invalid IP address: Invalid prefix length /" + length);
        int prefix = Integer.parseInt(length);
        require(
                prefix <= bits,
                "invalid IP address: Prefix length " + prefix + " is longer than IP address (" + bits + ")");
        String binary = number(element.substring(0, element.indexOf('/'))).toString(2);
        String padded = "0".repeat(bits - binary.length()) + binary;
        require(!padded.substring(prefix).contains("1"), "invalid IP address: Invalid prefix " + padded + "/" + prefix);
    }

    /** A literal address is never looked up. */
    private static BigInteger number(String address) throws InvalidFormat {
        try {
            return new BigInteger(1, InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException noLiteral) {
            throw new InvalidFormat("invalid IP address: Cannot determine IP version for " + address + "\n");
        }
    }

    /** @param icmpToo whether names of ICMP types pass, which old rules have there */
    public static void ports(String text, boolean icmpToo) throws InvalidFormat {
        int count = 0;
        boolean icmp = false;
        for (String item : elements(text)) {
            String[] ends = item.split(":", -1);
            if (item.matches("[0-9]+(?::[0-9]+)?")) {
                for (String end : ends) {
                    require(end.length() <= 9 && Integer.parseInt(end) <= HIGHEST_PORT, "invalid port '" + end + "'");
                }
                require(
                        ends.length == 1 || Integer.parseInt(ends[0]) <= Integer.parseInt(ends[1]),
                        "backwards range '" + item + "' not allowed, did you mean '" + ends[ends.length - 1] + ":"
                                + ends[0] + "'?");
                count += ends.length;
            } else if (icmpToo && (ICMP.contains(item) || ICMPV6.contains(item))) {
                icmp = true;
            } else {
                require(SERVICES.contains(item), "invalid port '" + item + "'");
            }
        }
        require(!icmp || count == 0, "ICMP ports not allowed in port range");
        require(count <= MOST_PORTS, "too many entries in port list (> 15 numbers)");
    }

    public static void protocol(String text) throws InvalidFormat {
        boolean number = text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= 142;
        require(
                text.isEmpty() || number || PROTOCOLS.contains(text.toLowerCase(Locale.ROOT)),
                "unknown protocol '" + text + "'");
    }

    static void icmpType(String text) throws InvalidFormat {
        require(
                text.isEmpty() || ICMP.contains(text) || ICMPV6.contains(text),
                "invalid icmp-type value '" + text + "'");
    }

    private static List<String> elements(String text) throws InvalidFormat {
        require(!text.endsWith(","), "extraneous commas in list");
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static void require(boolean good, String message) throws InvalidFormat {
        if (!good) {
            throw new InvalidFormat(message + "\n");
        }
    }
}
