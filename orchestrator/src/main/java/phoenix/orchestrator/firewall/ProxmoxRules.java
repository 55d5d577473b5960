package phoenix.orchestrator.firewall;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.pve.FirewallRule;

/** What the user wants of a firewall, in Proxmox's words and in its one spelling. */
public final class ProxmoxRules {
    private static final Set<String> ACTIONS = Set.of("ACCEPT", "DROP", "REJECT");
    private static final Set<String> DIRECTIONS = Set.of("in", "out");

    private ProxmoxRules() {}

    public static List<FirewallRule> of(List<Firewall.Rule> rules) {
        return rules.stream().map(ProxmoxRules::rule).toList();
    }

    /** The switch and the policies that are managed. */
    public static SortedMap<String, String> options(Firewall want) {
        SortedMap<String, String> options = new TreeMap<>();
        options.put("enable", want.enabled() ? "1" : "0");
        put(options, "policy_in", want.policyIn());
        put(options, "policy_out", want.policyOut());
        return options;
    }

    /**
     * Those of the wanted options that differ from what is.
     *
     * @param unset what Proxmox takes for {@code enable} where nobody set it
     */
    public static SortedMap<String, String> differing(
            SortedMap<String, String> wanted, Map<String, String> found, String unset) {
        SortedMap<String, String> differing = new TreeMap<>(wanted);
        differing
                .entrySet()
                .removeIf(option -> option.getValue()
                        .equals(found.getOrDefault(
                                option.getKey(), option.getKey().equals("enable") ? unset : "")));
        return differing;
    }

    /** A rule as the files say it; empty for one that they cannot say: disabled, with a macro, of a security group... */
    public static Optional<Firewall.Rule> inFile(FirewallRule found) {
        Map<String, String> options = found.options();
        Firewall.Rule rule = new Firewall.Rule(
                found.type(),
                found.action(),
                options.get("source"),
                options.get("dest"),
                options.get("proto"),
                options.get("dport"),
                options.get("comment"));
        boolean sayable = DIRECTIONS.contains(found.type()) && ACTIONS.contains(found.action());
        return sayable && rule(rule).equals(found) ? Optional.of(rule) : Optional.empty();
    }

    /** Whether it is a policy, or what a rule does. */
    public static boolean isAction(String word) {
        return ACTIONS.contains(word);
    }

    private static FirewallRule rule(Firewall.Rule rule) {
        SortedMap<String, String> options = new TreeMap<>();
        put(options, "source", from(rule.source()));
        put(options, "dest", from(rule.destination()));
        put(options, "proto", rule.protocol() == null ? null : rule.protocol().toLowerCase(Locale.ROOT));
        put(options, "dport", list(rule.port()));
        put(
                options,
                "comment",
                rule.comment() == null
                        ? null
                        : rule.comment().replaceAll("\\s+", " ").strip());
        return new FirewallRule(
                rule.direction().toLowerCase(Locale.ROOT), rule.action().toUpperCase(Locale.ROOT), true, options);
    }

    /** Addresses, or {@code +} and the name of a set of them: that is kept in small letters, and looked for as it is written. */
    private static @Nullable String from(@Nullable String value) {
        String one = list(value);
        return one != null && one.startsWith("+") ? one.toLowerCase(Locale.ROOT) : one;
    }

    private static @Nullable String list(@Nullable String value) {
        return value == null ? null : value.strip().replaceAll("\\s*[,\\s]\\s*", ",");
    }

    private static void put(SortedMap<String, String> options, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            options.put(name, value);
        }
    }
}
