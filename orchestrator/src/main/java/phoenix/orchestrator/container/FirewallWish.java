package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Change;
import phoenix.pve.FirewallRule;
import phoenix.pve.GuestFirewall;
import phoenix.pve.api.Done;
import phoenix.pve.api.FirewallApi;
import phoenix.pve.api.Request;

/**
 * What a container's firewall shall be, in Proxmox's words.
 *
 * @param options those that are managed
 * @param rules in the order in which they are tried; null: not managed
 */
record FirewallWish(
        SortedMap<String, String> options, @Nullable List<FirewallRule> rules) {
    static FirewallWish of(Firewall want) {
        SortedMap<String, String> options = new TreeMap<>();
        options.put("enable", want.enabled() ? "1" : "0");
        put(options, "policy_in", want.policyIn());
        put(options, "policy_out", want.policyOut());
        List<Firewall.Rule> rules = want.rules();
        return new FirewallWish(
                options,
                rules == null ? null : rules.stream().map(FirewallWish::rule).toList());
    }

    /**
     * What is left when the file drops the firewall: none.
     *
     * @param rulesToo whether the rules were ours as well
     */
    static FirewallWish none(boolean rulesToo) {
        return new FirewallWish(new TreeMap<>(java.util.Map.of("enable", "0")), rulesToo ? List.of() : null);
    }

    boolean isMetBy(GuestFirewall found) {
        return changes(found).isEmpty();
    }

    List<Change> changes(GuestFirewall found) {
        List<Change> changes = new ArrayList<>();
        differing(found)
                .forEach((option, value) -> changes.add(new Change(
                        "firewall " + option,
                        found.options().getOrDefault(option, ""),
                        value,
                        "differs from the file")));
        if (rules != null && !rules.equals(found.rules())) {
            changes.add(new Change(
                    "firewall rules", count(found.rules()), count(rules), "they or their order differ from the file"));
        }
        return changes;
    }

    /**
     * The calls that make it so. Proxmox puts every new rule before all others. So the new ones are added first, the last of them first,
     * and then those behind them go that are not wanted: at no moment is the guest without a rule that it had and shall keep, and whoever
     * comes after a kill finds a list of the same shape.
     */
    List<Request<Done>> calls(Target target, GuestFirewall found) {
        List<Request<Done>> calls = new ArrayList<>();
        if (rules != null) {
            List<FirewallRule> now = found.rules();
            int same = commonEnd(now, rules);
            List<FirewallRule> fresh = rules.subList(0, rules.size() - same);
            for (int i = fresh.size() - 1; i >= 0; i--) {
                calls.add(FirewallApi.addRule(target.node(), target.id(), fresh.get(i), target.toString()));
            }
            for (int i = same; i < now.size(); i++) {
                calls.add(FirewallApi.deleteRule(target.node(), target.id(), fresh.size(), target.toString()));
            }
        }
        SortedMap<String, String> differing = differing(found);
        if (!differing.isEmpty()) {
            calls.add(FirewallApi.setOptions(target.node(), target.id(), differing, List.of(), target.toString()));
        }
        return calls;
    }

    private SortedMap<String, String> differing(GuestFirewall found) {
        SortedMap<String, String> differing = new TreeMap<>(options);
        differing.entrySet().removeIf(option -> {
            String there = found.options()
                    .getOrDefault(option.getKey(), option.getKey().equals("enable") ? "0" : "");
            return option.getValue().equals(there);
        });
        return differing;
    }

    private static int commonEnd(List<FirewallRule> one, List<FirewallRule> other) {
        int same = 0;
        while (same < one.size()
                && same < other.size()
                && one.get(one.size() - 1 - same).equals(other.get(other.size() - 1 - same))) {
            same++;
        }
        return same;
    }

    private static FirewallRule rule(Firewall.Rule rule) {
        SortedMap<String, String> options = new TreeMap<>();
        put(options, "source", list(rule.source()));
        put(options, "dest", list(rule.destination()));
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

    private static @Nullable String list(@Nullable String value) {
        return value == null ? null : value.strip().replaceAll("\\s*[,\\s]\\s*", ",");
    }

    private static void put(SortedMap<String, String> options, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            options.put(name, value);
        }
    }

    private static String count(List<FirewallRule> list) {
        return list.size() + (list.size() == 1 ? " rule" : " rules");
    }
}
