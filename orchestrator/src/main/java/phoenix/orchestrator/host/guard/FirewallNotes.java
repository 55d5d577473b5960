package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import phoenix.orchestrator.firewall.RuleEdit;
import phoenix.orchestrator.host.Act;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.Made;
import phoenix.pve.FirewallRule;
import phoenix.pve.api.ClusterFirewallApi.RuleList;

/**
 * Which rules and options of the firewall Phoenix set: a rule has no place for a mark. They stay when they are declared no more, for a firewall
 * that opens or shuts by what is absent would be one that nobody wrote; so they are told.
 *
 * @param noted the options by name, and {@code rules}; those of the node with its word before them
 */
record FirewallNotes(Set<String> noted) {
    private static final Made MADE = new Made("firewall");
    private static final String RULES = "rules";

    FirewallNotes {
        noted = Set.copyOf(noted);
    }

    static FirewallNotes of(HostFacts facts) {
        return new FirewallNotes(Set.copyOf(MADE.in(facts)));
    }

    private static String name(RuleList which, String what) {
        return which.equals(RuleList.ofCluster()) ? what : "node " + what;
    }

    /** Notes options that are set next. */
    List<Act> options(RuleList which, Collection<String> options) {
        return note(options.stream().map(option -> name(which, option)).toList());
    }

    /** Notes that rules are set next. */
    List<Act> rules(RuleList which) {
        return note(List.of(name(which, RULES)));
    }

    private List<Act> note(List<String> names) {
        List<String> fresh =
                names.stream().filter(name -> !noted.contains(name)).toList();
        return fresh.isEmpty() ? List.of() : List.of(MADE.note(fresh));
    }

    /** What is told of rules that are declared no more. */
    List<String> rulesLeft(RuleList which, List<FirewallRule> found) {
        return found.isEmpty() || !noted.contains(name(which, RULES))
                ? List.of()
                : List.of(RuleEdit.count(found) + " of " + which.label()
                        + ": declared no more, and left as they are; to delete the first: pvesh delete " + which.path()
                        + "/0");
    }

    /** What is told of options that are declared no more. */
    List<String> optionsLeft(RuleList which, Map<String, String> found, Set<String> declared) {
        List<String> told = new ArrayList<>();
        for (String option : List.of("enable", "policy_in", "policy_out")) {
            String value = found.getOrDefault(option, "");
            boolean off = value.isEmpty() || (which.equals(RuleList.ofCluster()) && value.equals("0"));
            if (noted.contains(name(which, option)) && !declared.contains(option) && !off) {
                told.add(option + " of " + which.label() + ": declared no more, and stays " + value
                        + "; to take it back: pvesh set " + which.path().replaceFirst("rules$", "options")
                        + " --delete " + option);
            }
        }
        return told;
    }
}
