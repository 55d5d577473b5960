package phoenix.lab.firewall;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.FirewallFormats;
import phoenix.lab.schema.InvalidFormat;

/**
 * Whether a rule makes sense where it stands; the first thing that does not is refused.
 *
 * @see "PVE source: PVE/Firewall.pm verify_rule"
 */
final class RuleCheck {
    private static final Set<String> WITH_PORTS =
            Set.of("udp", "17", "udplite", "136", "tcp", "6", "dccp", "33", "sctp", "132");
    private static final Set<String> ICMP = Set.of("icmp", "icmpv6", "ipv6-icmp");

    private final FirewallFile own;
    private final FirewallFile cluster;
    private final String kind;
    private int version;

    RuleCheck(FirewallFile own, FirewallFile cluster, String kind) {
        this.own = own;
        this.cluster = cluster;
        this.kind = kind;
    }

    private interface Format {
        void check() throws InvalidFormat;
    }

    /**
     * Checks a rule.
     *
     * @return the rule with what Proxmox adds: the version of its addresses, and a macro's name as it spells it
     * @throws ApiException 400 with what is wrong
     */
    FirewallRule checked(FirewallRule rule) {
        type(rule);
        rule.get("iface").ifPresent(this::iface);
        FirewallRule known = rule.get("macro")
                .map(macro -> rule.with("macro", FirewallMacros.spelled(macro)))
                .orElse(rule);
        String protocol = rule.get("proto").orElse("");
        require("proto", () -> FirewallFormats.protocol(protocol));
        if (ICMP.contains(protocol)) {
            setVersion("proto", protocol.equals("icmp") ? 4 : 6);
        }
        port(rule, "dport", protocol, ICMP.contains(protocol));
        icmp(rule, protocol);
        port(rule, "sport", protocol, false);
        addresses(rule, "source");
        addresses(rule, "dest");
        rule.get("macro").ifPresent(macro -> FirewallMacros.check(macro, rule));
        return version == 0 ? known.without("ipversion") : known.with("ipversion", Integer.toString(version));
    }

    /** What is wrong with a rule that stands in the file, by property. */
    Map<String, String> errors(FirewallRule rule) {
        try {
            checked(rule);
            return Map.of();
        } catch (ApiException wrong) {
            return wrong.errors();
        }
    }

    /** What Proxmox adds to a rule that stands in the file; one that is wrong there is shown as it is. */
    FirewallRule shown(FirewallRule rule) {
        try {
            return checked(rule);
        } catch (ApiException wrong) {
            return rule;
        }
    }

    private void iface(String name) {
        if (kind.equals("group")) {
            refuse("type", "parameter -i not allowed for this rule type");
        }
        if ((kind.equals("ct") || kind.equals("vm")) && !name.matches("net[0-9]+")) {
            refuse("iface", "value does not match the regex pattern 'net\\d+'");
        }
    }

    private void type(FirewallRule rule) {
        String type = rule.get("type").orElse("");
        String action = rule.get("action").orElse("");
        boolean guest = kind.equals("ct") || kind.equals("vm");
        if (!Set.of("in", "out", "group", "forward").contains(type) || (guest && type.equals("forward"))) {
            refuse("type", "invalid rule type '" + type + "' for rule_env '" + kind + "'");
        }
        if (type.equals("group") && kind.equals("group")) {
            refuse("type", "security groups not allowed");
        }
        if (!type.equals("group") && !action.matches("ACCEPT|DROP|REJECT")) {
            refuse("action", "unknown action '" + action + "'");
        }
    }

    private static void port(FirewallRule rule, String name, String protocol, boolean icmp) {
        Optional<String> ports = rule.get(name);
        if (ports.isEmpty()) {
            return;
        }
        require(name, () -> FirewallFormats.ports(ports.get(), icmp));
        if (protocol.isEmpty()) {
            refuse("proto", "missing property - '" + name + "' requires this property");
        }
        if (!WITH_PORTS.contains(protocol) && !icmp) {
            refuse(name, "protocol '" + protocol + "' does not support ports");
        }
    }

    private static void icmp(FirewallRule rule, String protocol) {
        Optional<String> type = rule.get("icmp-type");
        if (type.isEmpty()) {
            return;
        }
        if (!ICMP.contains(protocol)) {
            refuse("proto", "missing property - 'icmp-type' requires this property");
        }
        if (rule.get("dport").isPresent()) {
            refuse("icmp-type", "'icmp-type' cannot be specified together with 'dport'");
        }
        boolean good = protocol.equals("icmp")
                ? FirewallFormats.isIcmpType(type.get())
                : FirewallFormats.isIcmpv6Type(type.get());
        if (!good) {
            refuse("icmp-type", "invalid icmp-type '" + type.get() + "' for proto '" + protocol + "'");
        }
    }

    private void addresses(FirewallRule rule, String name) {
        String value = rule.get(name).orElse("");
        require(name, () -> setVersion(name, FirewallFormats.addresses(value)));
        if (value.startsWith("+")) {
            String set = value.replaceFirst("^\\+(?:guest/|dc/|sdn/)?", "");
            if (!set.matches("[A-Za-z][A-Za-z0-9_-]+")) {
                refuse(name, "invalid ipset name '" + value + "'");
            }
            if (!own.hasSet(set) && !cluster.hasSet(set)) {
                refuse(name, "no such ipset '" + set + "'");
            }
        } else if (value.matches("(?:guest/|dc/)?[A-Za-z][A-Za-z0-9_-]+")) {
            String alias = value.replaceFirst("^(?:guest/|dc/)", "");
            if (!own.hasAlias(alias) && !cluster.hasAlias(alias)) {
                refuse(name, "no such alias '" + value + "'");
            }
        }
    }

    private void setVersion(String name, int found) {
        if (found > 0 && version > 0 && version != found) {
            refuse(name, "detected mixed ipv4/ipv6 addresses in rule");
        }
        version = found > 0 ? found : version;
    }

    private static void require(String name, Format format) {
        try {
            format.check();
        } catch (InvalidFormat wrong) {
            refuse(name, wrong.text().strip());
        }
    }

    private static void refuse(String name, String why) {
        throw ApiException.parameter(name, why);
    }
}
