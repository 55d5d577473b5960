package phoenix.orchestrator.firewall;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import phoenix.pve.FirewallRule;

/**
 * The way from one ordered list of rules to another. Proxmox puts every new rule before all others. So the new ones are added first, the last
 * of them first, and then those behind them go that are not wanted: at no moment is a rule missing that was there and stays, and whoever comes
 * after a kill finds a list of the same shape.
 *
 * @param added in the order in which they are added
 * @param position from which rules are deleted, again and again, for those behind move up
 * @param deleted how many
 */
public record RuleEdit(List<FirewallRule> added, int position, int deleted) {
    public RuleEdit {
        added = List.copyOf(added);
    }

    public static RuleEdit between(List<FirewallRule> found, List<FirewallRule> wanted) {
        int same = commonEnd(found, wanted);
        List<FirewallRule> fresh = wanted.subList(0, wanted.size() - same);
        List<FirewallRule> added = IntStream.iterate(fresh.size() - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(fresh::get)
                .collect(Collectors.toList());
        return new RuleEdit(added, fresh.size(), found.size() - same);
    }

    private static int commonEnd(List<FirewallRule> one, List<FirewallRule> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size())
                && one.get(one.size() - 1 - same).equals(other.get(other.size() - 1 - same))) {
            same++;
        }
        return same;
    }

    /** {@code 1 rule}. */
    public static String count(List<FirewallRule> rules) {
        return rules.size() + (rules.size() == 1 ? " rule" : " rules");
    }
}
