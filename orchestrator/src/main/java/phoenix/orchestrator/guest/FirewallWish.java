package phoenix.orchestrator.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
 * @param dropped options that the file declared once: back to what Proxmox takes where nothing is said
 * @param rules in the order in which they are tried; null: not managed
 */
public record FirewallWish(
        SortedMap<String, String> options,
        SortedSet<String> dropped,
        @Nullable List<FirewallRule> rules) {
    /** The names in the note for what is managed: this one for the switch, with the option after it for another one. */
    private static final String MANAGED = "firewall";

    private static final String MANAGED_RULES = "firewall-rules";
    private static final String SWITCH = "enable";

    /**
     * What is wanted of a guest; empty if its firewall is not managed.
     *
     * @param want null if the file says nothing of it
     * @param managedBefore the names in the note: what the file drops is taken away
     */
    public static Optional<FirewallWish> of(@Nullable Firewall want, Set<String> managedBefore) {
        Set<String> wanted = managed(want);
        SortedSet<String> dropped = new TreeSet<>(names(managedBefore));
        dropped.removeAll(wanted);
        if (wanted.isEmpty() && dropped.isEmpty()) {
            return Optional.empty();
        }
        List<Firewall.Rule> rules = want == null ? null : want.rules();
        if (rules == null && dropped.remove(MANAGED_RULES)) {
            rules = List.of();
        }
        return Optional.of(new FirewallWish(
                want == null ? new TreeMap<>() : ProxmoxRules.options(want),
                dropped.stream().map(FirewallWish::option).collect(Collectors.toCollection(TreeSet::new)),
                rules == null ? null : ProxmoxRules.of(rules)));
    }

    /** The names for the note. */
    public static Set<String> managed(@Nullable Firewall want) {
        Set<String> names = new TreeSet<>();
        if (want != null) {
            ProxmoxRules.options(want).keySet().forEach(option -> names.add(name(option)));
            if (want.rules() != null) {
                names.add(MANAGED_RULES);
            }
        }
        return names;
    }

    /** Those of a note's names that are of firewalls. */
    static Set<String> names(Set<String> managed) {
        return managed.stream().filter(name -> name.startsWith(MANAGED)).collect(Collectors.toSet());
    }

    private static String name(String option) {
        return option.equals(SWITCH) ? MANAGED : MANAGED + "-" + option;
    }

    private static String option(String name) {
        return name.equals(MANAGED) ? SWITCH : name.substring(MANAGED.length() + 1);
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
        droppedFrom(found)
                .forEach(option -> changes.add(new Change(
                        "firewall " + option,
                        found.options().getOrDefault(option, ""),
                        "",
                        "the file does not declare it any more")));
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
        List<String> unset = droppedFrom(found);
        if (!differing.isEmpty() || !unset.isEmpty()) {
            calls.add(FirewallApi.setOptions(target.path(), differing, unset));
        }
        return calls;
    }

    private List<String> droppedFrom(GuestFirewall found) {
        return dropped.stream()
                .filter(option -> found.options().containsKey(option))
                .toList();
    }

    private SortedMap<String, String> differing(GuestFirewall found) {
        return ProxmoxRules.differing(options, found.options(), "0");
    }
}
