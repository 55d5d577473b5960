package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.firewall.ProxmoxRules;
import phoenix.orchestrator.firewall.RuleEdit;
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
        List<Firewall.Rule> rules = want.rules();
        return new FirewallWish(ProxmoxRules.options(want), rules == null ? null : ProxmoxRules.of(rules));
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
                    "firewall rules",
                    RuleEdit.count(found.rules()),
                    RuleEdit.count(rules),
                    "they or their order differ from the file"));
        }
        return changes;
    }

    /** The calls that make it so. */
    List<Request<Done>> calls(Target target, GuestFirewall found) {
        List<Request<Done>> calls = new ArrayList<>();
        if (rules != null) {
            RuleEdit edit = RuleEdit.between(found.rules(), rules);
            edit.added()
                    .forEach(rule ->
                            calls.add(FirewallApi.addRule(target.node(), target.id(), rule, target.toString())));
            for (int i = 0; i < edit.deleted(); i++) {
                calls.add(FirewallApi.deleteRule(target.node(), target.id(), edit.position(), target.toString()));
            }
        }
        SortedMap<String, String> differing = differing(found);
        if (!differing.isEmpty()) {
            calls.add(FirewallApi.setOptions(target.node(), target.id(), differing, List.of(), target.toString()));
        }
        return calls;
    }

    private SortedMap<String, String> differing(GuestFirewall found) {
        return ProxmoxRules.differing(options, found.options(), "0");
    }
}
