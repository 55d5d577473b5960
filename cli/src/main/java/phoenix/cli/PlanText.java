package phoenix.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;

/**
 * Prints a plan: guest by guest what changes, what that does to it, and why. What stays as it is is only counted.
 *
 * <p>A sign stands before each: {@code +} made, {@code ~} changed, {@code -} deleted, {@code -/+} deleted and made anew, {@code !}
 * refused.
 */
final class PlanText {
    private final Console console;
    private final boolean verbose;

    /** @param verbose whether the exact calls and commands are shown, in their order */
    PlanText(Console console, boolean verbose) {
        this.console = console;
        this.verbose = verbose;
    }

    void print(Plan plan) {
        for (Subject subject : plan.subjects()) {
            if (subject.action() != Subject.Action.NONE
                    || !subject.remarks().isEmpty()
                    || subject.stale().isPresent()) {
                print(subject);
            }
        }
        console.result(summary(plan));
    }

    /** {@code Plan: 2 to create, 1 to change (1 restart), 0 to delete, 12 unchanged.} The node itself is not counted. */
    static String summary(Plan plan) {
        long restarts = plan.suffering(Impact.RESTART, Impact.RESTART).size();
        List<String> parts = new ArrayList<>();
        if (!plan.subjects().isEmpty()
                && plan.isEmpty()
                && plan.subjects().stream().allMatch(subject -> subject.action() == Subject.Action.TEST)) {
            return "Plan: no test; nothing is changed.";
        }
        long tests = plan.steps().stream().filter(Step::tests).count();
        boolean only = plan.subjects().stream()
                .filter(subject -> !subject.steps().isEmpty())
                .allMatch(subject -> subject.action() == Subject.Action.TEST);
        if (tests > 0 && only) {
            return "Plan: " + tests + (tests == 1 ? " test" : " tests") + "; nothing is changed"
                    + (tests == plan.steps().size() ? "." : " but the guests' note of when a suite was green.");
        }
        parts.add(plan.count(Subject.Action.CREATE) + " to create");
        parts.add(plan.count(Subject.Action.CHANGE) + " to change"
                + (restarts == 0 ? "" : " (" + restarts + (restarts == 1 ? " restart)" : " restarts)")));
        addIfAny(parts, plan.count(Subject.Action.RECREATE), "to re-create");
        parts.add(plan.count(Subject.Action.DELETE) + " to delete");
        parts.add(plan.count(Subject.Action.NONE) + " unchanged");
        addIfAny(parts, plan.count(Subject.Action.REFUSE), "refused");
        addIfAny(parts, plan.stale().size(), "stale");
        return "Plan: " + String.join(", ", parts) + ".";
    }

    private static void addIfAny(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private void print(Subject subject) {
        console.result(console.paint(
                colour(subject.action()),
                String.format(Locale.ROOT, "%3s ", subject.action().sign()) + subject.label()));
        subject.refusal().ifPresent(refusal -> {
            console.result("      refused: " + refusal.why().replace("\n", "\n      "));
            console.result("      Try: " + refusal.hint());
        });
        for (Change change : subject.changes()) {
            console.result("      " + line(change, subject.action()));
        }
        subject.stale()
                .ifPresent(why -> console.result("      " + console.paint(Console.Colour.YELLOW, "stale: ") + why
                        + "; --rebuild makes it anew"));
        for (String remark : subject.remarks()) {
            console.result("      note: " + remark);
        }
        if (verbose) {
            for (Step step : subject.steps()) {
                console.result("      " + console.paint(Console.Colour.GREY, "> ") + step.title());
                step.preview().forEach(line -> console.result("          " + line));
            }
        }
        console.result("");
    }

    /** {@code memory: 512 -> 1024  [live]  (differs from the file)}. */
    private static String line(Change change, Subject.Action action) {
        boolean harmless = change.impact() == Impact.NONE || action == Subject.Action.CREATE;
        return change.attribute()
                + (change.values().isEmpty() ? "" : ": " + change.values())
                + (harmless ? "" : "  [" + change.impact() + "]")
                + (change.reason().isEmpty() ? "" : "  (" + change.reason() + ")");
    }

    private static Console.Colour colour(Subject.Action action) {
        return switch (action) {
            case CREATE -> Console.Colour.GREEN;
            case CHANGE -> Console.Colour.YELLOW;
            case RECREATE, DELETE, REFUSE -> Console.Colour.RED;
            case NONE, TEST -> Console.Colour.GREY;
        };
    }
}
