package phoenix.orchestrator.host.guard;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import phoenix.pve.FirewallRule;

/**
 * Whether a firewall would still let somebody in: the rules are tried in their order, and the policy decides where none matches. A rule that
 * is not understood does not count as one that lets in.
 *
 * @param sets addresses by name
 */
record Reach(
        List<FirewallRule> rules,
        Map<String, List<String>> sets,
        Map<String, List<FirewallRule>> groups,
        String policy) {
    Reach withPolicy(String other) {
        return new Reach(rules, sets, groups, other);
    }

    boolean lets(String address, int port) {
        return decide(rules, address, port, policy).equals("ACCEPT");
    }

    private String decide(List<FirewallRule> list, String address, int port, String otherwise) {
        for (FirewallRule rule : list) {
            if (!rule.enabled()) {
                continue;
            }
            if (rule.type().equals("group")) {
                String said = decide(groups.getOrDefault(rule.action(), List.of()), address, port, "");
                if (!said.isEmpty()) {
                    return said;
                }
            } else if (rule.type().equals("in")) {
                boolean accepts = rule.action().equals("ACCEPT");
                if (accepts ? surely(rule, address, port) : perhaps(rule, address, port)) {
                    return rule.action();
                }
            }
        }
        return otherwise;
    }

    /** Whether a rule matches whatever the options mean that are not looked at here. */
    private boolean surely(FirewallRule rule, String address, int port) {
        boolean known = rule.options().keySet().stream()
                .allMatch(option ->
                        List.of("source", "proto", "dport", "comment", "log").contains(option));
        return known && perhaps(rule, address, port);
    }

    private boolean perhaps(FirewallRule rule, String address, int port) {
        String protocol = rule.options().getOrDefault("proto", "tcp");
        String ports = rule.options().getOrDefault("dport", "");
        String source = rule.options().getOrDefault("source", "");
        return (protocol.equals("tcp") || protocol.equals("6"))
                && (ports.isEmpty() || List.of(ports.split(",")).stream().anyMatch(one -> holds(one, port)))
                && (source.isEmpty() || List.of(source.split(",")).stream().anyMatch(one -> from(one, address)));
    }

    private static boolean holds(String ports, int port) {
        if (ports.matches("[0-9]{1,5}(:[0-9]{1,5})?")) {
            String[] ends = ports.split(":");
            return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
        }
        return port == 22 && ports.equals("ssh");
    }

    private boolean from(String source, String address) {
        if (source.startsWith("+")) {
            return sets.getOrDefault(source.replaceFirst("^\\+(dc/)?", ""), List.of()).stream()
                    .anyMatch(one -> from(one, address));
        }
        if (!source.matches("[0-9A-Fa-f.:]+(/[0-9]{1,3})?") || !address.matches("[0-9A-Fa-f.:]+")) {
            return false;
        }
        String[] parts = source.split("/");
        try {
            byte[] one = InetAddress.getByName(parts[0]).getAddress();
            byte[] other = InetAddress.getByName(address).getAddress();
            int length = parts.length > 1 ? Integer.parseInt(parts[1]) : one.length * 8;
            int rest = one.length * 8 - length;
            return one.length == other.length
                    && new BigInteger(1, one).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
