package phoenix.cli;

import java.util.Locale;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;

/** Prints a plan: guest by guest what changes and why, and the exact calls and commands in their order. */
final class PlanText {
    private final Console console;

    PlanText(Console console) {
        this.console = console;
    }

    void print(Plan plan) {
        for (Subject subject : plan.subjects()) {
            if (subject.action() != Subject.Action.NONE || !subject.remarks().isEmpty()) {
                print(subject);
            }
        }
        console.result(summary(plan));
    }

    /** {@code Plan: 2 to create, 1 to change, 0 to delete, 12 unchanged.} The node itself is not counted. */
    static String summary(Plan plan) {
        long refused = plan.count(Subject.Action.REFUSE);
        return String.format(
                Locale.ROOT,
                "Plan: %d to create, %d to change, %d to delete, %d unchanged%s.",
                plan.count(Subject.Action.CREATE),
                plan.count(Subject.Action.CHANGE),
                plan.count(Subject.Action.DELETE),
                plan.count(Subject.Action.NONE),
                refused == 0 ? "" : ", " + refused + " refused");
    }

    private void print(Subject subject) {
        console.result(console.paint(colour(subject.action()), subject.action().sign() + " " + subject.label()));
        subject.refusal().ifPresent(refusal -> {
            console.result("    refused: " + refusal.why().replace("\n", "\n    "));
            console.result("    Try: " + refusal.hint());
        });
        for (Change change : subject.changes()) {
            console.result("    " + change);
        }
        for (String remark : subject.remarks()) {
            console.result("    note: " + remark);
        }
        for (Step step : subject.steps()) {
            console.result("    " + console.paint(Console.Colour.GREY, "> ") + step.title());
            step.preview().forEach(line -> console.result("        " + line));
        }
        console.result("");
    }

    private static Console.Colour colour(Subject.Action action) {
        return switch (action) {
            case CREATE -> Console.Colour.GREEN;
            case CHANGE -> Console.Colour.YELLOW;
            case RECREATE, DELETE, REFUSE -> Console.Colour.RED;
            case NONE -> Console.Colour.GREY;
        };
    }
}
