package phoenix.orchestrator.config.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Settles what is wrong where a schema allows several forms and none fits. If only one form is of the value's own type, the user meant
 * that one, and what is wrong with it is said; else the choice as a whole is wrong.
 */
final class Choices {
    private Choices() {}

    /** One form's findings, or one for the whole, in place of those of all forms. */
    static List<Finding> settle(List<Finding> findings) {
        return settle(findings, 0);
    }

    private static List<Finding> settle(List<Finding> findings, int level) {
        List<Finding> settled = new ArrayList<>();
        Map<List<Object>, List<Finding>> byChoice = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.choices().size() <= level) {
                settled.add(finding);
            } else {
                Finding.Choice choice = finding.choices().get(level);
                int depth = finding.frames().get(choice.frame()).depth();
                byChoice.computeIfAbsent(finding.where().subList(0, depth), where -> new ArrayList<>())
                        .add(finding);
            }
        }
        byChoice.values().forEach(group -> settled.addAll(settleOne(group, level)));
        return settled;
    }

    private static List<Finding> settleOne(List<Finding> group, int level) {
        TreeSet<Integer> meant = new TreeSet<>();
        TreeSet<Integer> otherType = new TreeSet<>();
        for (Finding finding : group) {
            Finding.Choice choice = finding.choices().get(level);
            int depth = finding.frames().get(choice.frame()).depth();
            boolean isType = finding.keyword().equals("type") && finding.where().size() == depth;
            meant.add(choice.form());
            if (isType) {
                otherType.add(choice.form());
            }
        }
        meant.removeAll(otherType);
        if (meant.size() != 1) {
            Finding first = group.get(0);
            return List.of(first.whole(first.choices().get(level)));
        }
        int form = meant.first();
        return settle(
                group.stream()
                        .filter(finding -> finding.choices().get(level).form() == form)
                        .toList(),
                level + 1);
    }
}
