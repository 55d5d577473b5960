package phoenix.lab.firewall;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import phoenix.lab.rest.ApiException;

/**
 * The macros of rules: names for well-known services. What a macro says already, a rule that uses it cannot say otherwise.
 *
 * @see "PVE source: PVE/Firewall.pm $pve_fw_macros"
 */
final class FirewallMacros {
    /** Name, protocol, port of the destination and port of the source of the first rule that a macro stands for. */
    private static final String TABLE = """
            Amanda udp 10080; Auth tcp 113; BGP tcp 179; BitTorrent tcp 6881:6889; BitTorrent32 tcp 6881:6999;
            Ceph tcp 6789; Citrix tcp 1494; CVS tcp 2401; DAAP tcp 3689; DCC tcp 6277; DHCPfwd udp 67:68 67:68;
            DHCPv6 udp 546:547 546:547; Distcc tcp 3632; DNS udp 53; Finger tcp 79; FTP tcp 21; Git tcp 9418;
            GNUnet tcp 2086; GRE 47; HKP tcp 11371; HTTP tcp 80; HTTPS tcp 443; ICPV2 udp 3130; ICQ tcp 5190;
            IMAP tcp 143; IMAPS tcp 993; IPIP 94; IPsec udp 500 500; IPsecah udp 500 500; IPsecnat udp 500; IRC tcp 6667;
            Jetdirect tcp 9100; L2TP udp 1701; LDAP tcp 389; LDAPS tcp 636; Mail tcp 25; MDNS udp 5353; MSNP tcp 1863;
            MSSQL tcp 1433; Munin tcp 4949; MySQL tcp 3306; NeighborDiscovery icmpv6 router-solicitation; NNTP tcp 119;
            NNTPS tcp 563; NTP udp 123; OpenVPN udp 1194; OSPF 89; PCA udp 5632; Ping icmp echo-request; PMG tcp 8006;
            POP3 tcp 110; POP3S tcp 995; PostgreSQL tcp 5432; PPtP 47; Printer tcp 515; Razor tcp 2703; Rdate tcp 37;
            RDP tcp 3389; RIP udp 520; RNDC tcp 953; Rsync tcp 873; SANE tcp 6566; SixXS tcp 3874; SMB udp 135,445;
            SMBswat tcp 901; SMTP tcp 25; SMTPS tcp 465; SNMP udp 161:162; SPAMD tcp 783; SPICEproxy tcp 3128;
            Squid tcp 3128; SSH tcp 22; Submission tcp 587; SVN tcp 3690; Syslog udp 514; Telnet tcp 23; Telnets tcp 992;
            TFTP udp 69; Time tcp 37; Trcrt udp 33434:33524; VNC tcp 5900:5999; VNCL tcp 5500; Web tcp 80;
            Webcache tcp 8080; Webmin tcp 10000; Whois tcp 43
            """;

    private static final Map<String, Macro> BY_NAME = read();

    private FirewallMacros() {}

    private record Macro(String name, Map<String, String> values) {}

    private static Map<String, Macro> read() {
        Map<String, Macro> macros = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String entry : TABLE.strip().split(";\\s*")) {
            List<String> words = List.of(entry.split("\\s+"));
            Map<String, String> values = new LinkedHashMap<>();
            List<String> names = List.of("proto", "dport", "sport");
            for (int i = 1; i < words.size(); i++) {
                values.put(names.get(i - 1), words.get(i));
            }
            macros.put(words.get(0), new Macro(words.get(0), values));
        }
        return macros;
    }

    private static Macro find(String name) {
        return Optional.ofNullable(BY_NAME.get(name))
                .orElseThrow(() -> ApiException.parameter("macro", "unknown macro '" + name + "'"));
    }

    /** A macro's name as Proxmox spells it. */
    static String spelled(String name) {
        return find(name).name();
    }

    /** @throws ApiException 400 if the rule says otherwise than its macro */
    static void check(String name, FirewallRule rule) {
        find(name)
                .values()
                .forEach((property, value) -> rule.get(property)
                        .filter(given -> !given.equals(value))
                        .ifPresent(given -> {
                            throw ApiException.parameter(
                                    property,
                                    "parameter '" + property + "' already define in macro (value = '" + value + "')");
                        }));
    }
}
