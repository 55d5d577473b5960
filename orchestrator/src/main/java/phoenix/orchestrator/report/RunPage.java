package phoenix.orchestrator.report;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.orchestrator.shipped.ShippedFile;

/**
 * A run as one page that needs nothing but itself: the recap, failures unfolded, a time line of every step with what it waited for, the
 * plan and the logs. No script runs in it; what folds is HTML's own.
 */
public final class RunPage {
    private static final String HEAD = ShippedFile.text(RunPage.class, "run-page.html");

    private final RunRecord record;
    private final double wholeMillis;
    private final StringBuilder html = new StringBuilder();

    private RunPage(RunRecord record) {
        this.record = record;
        this.wholeMillis = Math.max(1, record.result().took().toMillis());
    }

    /** @param where which node this was */
    public static String of(RunRecord record, String where) {
        return new RunPage(record).page(where);
    }

    private String page(String where) {
        RunResult result = record.result();
        String title = "Phoenix: "
                + (result.succeeded() ? "done" : result.stopped() ? "stopped" : "not everything could be done");
        html.append(HEAD.replace("@TITLE@", text(title)));
        html.append("<header><h1>" + text(title) + "</h1><p>" + text(where) + " · "
                + text(record.start().truncatedTo(ChronoUnit.SECONDS).toString()) + " · " + time(result.took())
                + "</p></header>\n<main>\n");
        counts(result);
        failures();
        timeLine();
        plan();
        html.append("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private void counts(RunResult result) {
        Map<String, Long> counts = record.plan().subjects().stream()
                .collect(Collectors.groupingBy(
                        subject -> word(result.of(subject)), TreeMap::new, Collectors.counting()));
        html.append("<ul class=\"counts\" aria-label=\"Recap\">");
        counts.forEach(
                (word, count) -> html.append("<li class=\"" + word + "\"><b>" + count + "</b> " + word + "</li>"));
        html.append("</ul>\n");
    }

    private void failures() {
        List<RunRecord.Entry> failed = record.entries(record.plan().steps()).stream()
                .filter(entry -> entry.outcome() instanceof StepOutcome.Failed)
                .toList();
        List<Subject> refused = record.plan().refused();
        if (failed.isEmpty() && refused.isEmpty()) {
            return;
        }
        html.append("<section aria-labelledby=\"failures\"><h2 id=\"failures\">What failed</h2>\n");
        for (Subject subject : refused) {
            subject.refusal()
                    .ifPresent(refusal -> html.append("<article class=\"failure\"><h3>" + text(subject.label())
                            + "</h3><p>" + text(refusal.why()) + "</p><p>Try: " + text(refusal.hint())
                            + "</p></article>\n"));
        }
        for (RunRecord.Entry entry : failed) {
            StepOutcome.Failed failure = (StepOutcome.Failed) entry.outcome();
            html.append("<article class=\"failure\"><h3>"
                    + text(label(entry.step().key().subject())) + ": "
                    + text(entry.step().title()) + "</h3><p>" + text(failure.message()) + "</p><p>Try: "
                    + text(failure.hint()) + "</p>" + block(failure.details()) + "</article>\n");
        }
        html.append("</section>\n");
    }

    private void timeLine() {
        html.append("<section aria-labelledby=\"timeline\"><h2 id=\"timeline\">Time line</h2>\n"
                + "<p class=\"note\">A pale bar is waiting: for the step named behind it, or for its turn."
                + " Each line unfolds.</p>\n");
        for (Subject subject : record.plan().subjects()) {
            if (subject.steps().isEmpty()) {
                continue;
            }
            html.append("<h3>" + text(subject.label()) + " <span class=\"verdict "
                    + word(record.result().of(subject)) + "\">"
                    + word(record.result().of(subject)) + "</span></h3>\n");
            record.entries(subject.steps()).forEach(this::row);
        }
        html.append("</section>\n");
    }

    private void row(RunRecord.Entry entry) {
        String outcome = Outcomes.word(entry.outcome());
        Duration begun = entry.begun().orElse(Duration.ZERO);
        var before = record.waitedFor(entry.step());
        Duration ready = before.map(RunRecord.Entry::ended).orElse(Duration.ZERO);
        html.append("<details class=\"step\"><summary><span class=\"name\">"
                + text(entry.step().title()) + "</span><span class=\"bar\" aria-hidden=\"true\">");
        if (entry.begun().isPresent()) {
            Duration waited = begun.minus(ready);
            if (!waited.isNegative()) {
                html.append("<i class=\"wait\" style=\"" + span(ready, waited) + "\"></i>");
            }
            html.append("<i class=\"" + outcome + "\" style=\"" + span(begun, entry.took()) + "\"></i>");
        }
        html.append("</span><span class=\"took\">" + (entry.begun().isPresent() ? time(entry.took()) : "")
                + "</span><span class=\"outcome " + outcome + "\">" + outcome.replace('-', ' ')
                + "</span></summary>\n<div>");
        entry.begun()
                .ifPresent(at -> html.append("<p>Began " + time(at) + " into the run"
                        + before.map(other -> ", once "
                                        + text(label(other.step().key().subject()) + ": "
                                                + other.step().title()) + " had ended at " + time(other.ended()))
                                .orElse("")
                        + (entry.retries() > 0 ? "; tried again " + entry.retries() + " times" : "") + ".</p>"));
        if (entry.outcome() instanceof StepOutcome.Blocked blocked) {
            html.append("<p>Not begun, because of " + text(blocked.by().toString()) + ".</p>");
        }
        html.append(block(entry.step().preview()));
        if (!entry.lines().isEmpty()) {
            html.append("<h4>Log</h4>" + block(entry.lines()));
        }
        html.append("</div></details>\n");
    }

    private void plan() {
        html.append("<section aria-labelledby=\"plan\"><h2 id=\"plan\">Plan</h2>\n");
        for (Subject subject : record.plan().subjects()) {
            html.append("<details><summary><b>" + text(subject.label()) + "</b> " + word(subject.action())
                    + "</summary><ul>");
            for (Change change : subject.changes()) {
                html.append("<li>" + text(change.attribute())
                        + (change.values().isEmpty() ? "" : ": " + text(change.values()))
                        + (change.reason().isEmpty() ? "" : " (" + text(change.reason()) + ")") + "</li>");
            }
            Stream.concat(subject.remarks().stream(), subject.steps().stream().flatMap(step -> step.remark().stream()))
                    .distinct()
                    .forEach(remark -> html.append("<li>note: " + text(remark) + "</li>"));
            html.append("</ul></details>\n");
        }
        html.append("</section>\n");
    }

    private String span(Duration from, Duration length) {
        double left = Math.min(100, 100 * from.toMillis() / wholeMillis);
        double width = Math.max(0.3, Math.min(100 - left, 100 * length.toMillis() / wholeMillis));
        return String.format(Locale.ROOT, "left:%.2f%%;width:%.2f%%", left, width);
    }

    private String label(String id) {
        return record.plan().subjects().stream()
                .filter(subject -> subject.id().equals(id))
                .map(Subject::label)
                .findFirst()
                .orElse(id);
    }

    private static String block(List<String> lines) {
        return lines.isEmpty() ? "" : "<pre tabindex=\"0\">" + text(String.join("\n", lines)) + "</pre>";
    }

    private static String time(Duration time) {
        return time.toSeconds() < 60
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String text(String text) {
        return JUnitXml.escaped(text);
    }
}
