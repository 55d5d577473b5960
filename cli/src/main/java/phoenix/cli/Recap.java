package phoenix.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import phoenix.cli.Console.Colour;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.RunResult.Verdict;
import phoenix.orchestrator.run.StepOutcome;

/** The end of a run: each failure once and whole, a line per guest, one line for all. */
final class Recap {
    private static final String INDENT = "      ";

    private final Console console;
    private final Map<String, String> addresses;

    /** @param addresses where a guest's work can be seen, by subject */
    Recap(Console console, Map<String, String> addresses) {
        this.console = console;
        this.addresses = addresses;
    }

    void print(RunResult result, String where) {
        for (Subject subject : result.plan().subjects()) {
            printTrouble(subject, result);
        }
        console.result("");
        console.result("Recap of " + where + ":");
        int width = result.plan().subjects().stream()
                .mapToInt(subject -> subject.label().length())
                .max()
                .orElse(0);
        for (Subject subject : result.plan().subjects()) {
            Verdict verdict = result.of(subject);
            Duration busy = result.busy().getOrDefault(subject.id(), Duration.ZERO);
            String word = verdict.name().toLowerCase(Locale.ROOT);
            String address = isThere(verdict) ? addresses.getOrDefault(subject.id(), "") : "";
            console.result("  " + padded(subject, width) + "  "
                    + console.paint(colour(verdict), String.format(Locale.ROOT, "%-10s", word)) + "  "
                    + String.format(Locale.ROOT, "%10s", busy.isZero() ? "-" : Words.of(busy))
                    + (address.isEmpty() ? "" : "  " + address));
            subject.stale().ifPresent(why -> console.result("      stale: " + why + "; --rebuild makes it anew"));
            subject.remarks().forEach(remark -> console.result("      note: " + remark));
        }
        result.plan().steps().stream()
                .flatMap(step -> step.remark().stream())
                .distinct()
                .forEach(remark -> console.result("Note: " + remark + "."));
        console.result(lastLine(result));
    }

    private String lastLine(RunResult result) {
        String took = Words.of(sinceStart(result));
        Optional<String> tests = testsOnly(result);
        if (tests.isPresent() && !result.stopped()) {
            return tests.get() + " (" + took + ").";
        }
        if (result.plan().isEmpty() && result.plan().refused().isEmpty()) {
            int stale = result.plan().stale().size();
            return "Nothing to do: everything is as wanted"
                    + (stale == 0 ? "" : ", but for " + stale + " that " + (stale == 1 ? "is" : "are") + " stale")
                    + " (" + took + ").";
        }
        if (result.stopped()) {
            return "Stopped after " + took + "; the same command goes on from here.";
        }
        return result.succeeded()
                ? "Done in " + took + "."
                : "Not everything could be done (" + took
                        + "); what is done stays done, and the same command goes on from here.";
    }

    /** Of a run that did nothing but test: how many tests passed. */
    private static Optional<String> testsOnly(RunResult result) {
        List<Subject> tested = result.plan().subjects().stream()
                .filter(subject -> subject.action() == Subject.Action.TEST)
                .toList();
        boolean only = result.plan().subjects().stream()
                .allMatch(subject -> subject.action() == Subject.Action.TEST
                        || subject.steps().isEmpty());
        if (tested.isEmpty() || !only) {
            return Optional.empty();
        }
        List<Step> tests = tested.stream()
                .flatMap(subject -> subject.steps().stream())
                .filter(Step::tests)
                .toList();
        long all = tests.size();
        long passed = tests.stream()
                .filter(step -> result.outcomes().get(step.key()) instanceof StepOutcome.Done)
                .count();
        if (all == 0) {
            return Optional.of("No test was run");
        }
        return Optional.of(passed == all ? "All tests passed: " + all : passed + " of " + all + " tests passed");
    }

    /** What the user waited, building, looking and planning included: the launcher tells when it began. */
    private static Duration sinceStart(RunResult result) {
        long began = Long.getLong("phoenix.started", 0);
        return began == 0
                ? result.took()
                : Duration.between(Instant.EPOCH.plus(began, ChronoUnit.MICROS), Instant.now());
    }

    private void printTrouble(Subject subject, RunResult result) {
        subject.refusal().ifPresent(refusal -> {
            console.tell("");
            console.error(refusal.why(), refusal.hint());
        });
        result.failuresOf(subject).forEach(failure -> {
            console.tell("");
            console.error(failure.message(), failure.hint());
            failure.details().forEach(line -> console.tell(INDENT + "| " + line));
            if (!failure.logFile().isEmpty() && java.nio.file.Files.exists(java.nio.file.Path.of(failure.logFile()))) {
                console.tell("  Log: " + failure.logFile());
            }
        });
        if (result.failureOf(subject).isEmpty()) {
            result.blockerOf(subject)
                    .ifPresent(step -> console.tell("  " + subject.label() + " was not finished because of " + step));
        }
    }

    private static String padded(Subject subject, int width) {
        return subject.label() + " ".repeat(Math.max(0, width - subject.label().length()));
    }

    /** Whether the guest does its work, so that its address is worth showing. */
    private static boolean isThere(Verdict verdict) {
        return switch (verdict) {
            case CREATED, CHANGED, RECREATED, UNCHANGED, PASSED -> true;
            case DELETED, UNFINISHED, FAILED, BLOCKED, REFUSED -> false;
        };
    }

    private static Colour colour(Verdict verdict) {
        return switch (verdict) {
            case CREATED, PASSED -> Colour.GREEN;
            case CHANGED, RECREATED, DELETED, UNFINISHED -> Colour.YELLOW;
            case UNCHANGED -> Colour.GREY;
            case FAILED, BLOCKED, REFUSED -> Colour.RED;
        };
    }
}
