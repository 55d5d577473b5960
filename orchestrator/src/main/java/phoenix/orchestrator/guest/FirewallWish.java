package phoenix.orchestrator.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.firewall.ProxmoxRules;
import phoenix.orchestrator.firewall.RuleEdit;
import phoenix.orchestrator.plan.Change;
import phoenix.pve.FirewallRule;
import phoenix.pve.GuestFirewall;
import phoenix.pve.api.Done;
import phoenix.pve.api.FirewallApi;
import phoenix.pve.api.Request;

/**
 * What a guest's firewall shall be, in Proxmox's words.
 *
 * @param options those that are managed
 * @param rules in the order in which they are tried; null: not managed
 */
public record FirewallWish(
        SortedMap<String, String> options, @Nullable List<FirewallRule> rules) {
    /** The names in the note for what is managed. */
    private static final String MANAGED = "firewall";

    private static final String MANAGED_RULES = "firewall-rules";

    /**
     * What is wanted of a guest; empty if its firewall is not managed.
     *
     * @param want null if the file says nothing of it
     * @param managedBefore the names in the note: what the file drops is taken away
     */
    public static Optional<FirewallWish> of(@Nullable Firewall want, Set<String> managedBefore) {
        if (want != null) {
            return Optional.of(of(want));
        }
        return managedBefore.contains(MANAGED)
                ? Optional.of(none(managedBefore.contains(MANAGED_RULES)))
                : Optional.empty();
    }

    /** The names for the note. */
    public static Set<String> managed(@Nullable Firewall want) {
        return want == null ? Set.of() : want.rules() == null ? Set.of(MANAGED) : Set.of(MANAGED, MANAGED_RULES);
    }

    private static FirewallWish of(Firewall want) {
        List<Firewall.Rule> rules = want.rules();
        return new FirewallWish(ProxmoxRules.options(want), rules == null ? null : ProxmoxRules.of(rules));
    }

    /**
     * What is left when the file drops the firewall: none.
     *
     * @param rulesToo whether the rules were ours as well
     */
    private static FirewallWish none(boolean rulesToo) {
        return new FirewallWish(new TreeMap<>(Map.of("enable", "0")), rulesToo ? List.of() : null);
    }

    public boolean isMetBy(GuestFirewall found) {
        return changes(found).isEmpty();
    }

    public List<Change> changes(GuestFirewall found) {
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
            edit.added().forEach(rule -> calls.add(FirewallApi.addRule(target.path(), rule)));
            for (int i = 0; i < edit.deleted(); i++) {
                calls.add(FirewallApi.deleteRule(target.path(), edit.position()));
            }
        }
        SortedMap<String, String> differing = differing(found);
        if (!differing.isEmpty()) {
            calls.add(FirewallApi.setOptions(target.path(), differing, List.of()));
        }
        return calls;
    }

    private SortedMap<String, String> differing(GuestFirewall found) {
        return ProxmoxRules.differing(options, found.options(), "0");
    }
}
