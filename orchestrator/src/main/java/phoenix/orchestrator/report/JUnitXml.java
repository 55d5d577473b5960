package phoenix.orchestrator.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.StepOutcome;

/**
 * A run as JUnit's XML, which build servers read: a suite for each guest and the node, a case for each step, tests among them. What a
 * failed step keeps from beginning is skipped, not failed.
 */
public final class JUnitXml {
    private JUnitXml() {}

    public static String of(RunRecord record) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        List<Subject> subjects = record.plan().subjects().stream()
                .filter(subject ->
                        !subject.steps().isEmpty() || subject.refusal().isPresent())
                .toList();
        xml.append("<testsuites>\n");
        int id = 0;
        for (Subject subject : subjects) {
            suite(subject, record, id++, xml);
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(Subject subject, RunRecord record, int id, StringBuilder xml) {
        List<RunRecord.Entry> entries = record.entries(subject.steps());
        int refused = subject.refusal().isPresent() ? 1 : 0;
        long failures = entries.stream()
                        .filter(entry -> entry.outcome() instanceof StepOutcome.Failed)
                        .count()
                + refused;
        long skipped = entries.stream().filter(JUnitXml::isSkipped).count();
        Duration time = entries.stream().map(RunRecord.Entry::took).reduce(Duration.ZERO, Duration::plus);
        xml.append("  <testsuite name=\"" + escaped(subject.label()) + "\" package=\"phoenix\" id=\"" + id
                + "\" timestamp=\""
                + record.start().toString().substring(0, 19) + "\" hostname=\"localhost\" tests=\""
                + (entries.size() + refused) + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"" + skipped
                + "\" time=\"" + seconds(time) + "\">\n    <properties/>\n");
        subject.refusal()
                .ifPresent(refusal -> xml.append("    <testcase name=\"plan\" classname=\"" + escaped(subject.label())
                        + "\" time=\"0.000\">\n      <failure message=\"" + attribute(refusal.why())
                        + "\" type=\"refused\">" + escaped("Try: " + refusal.hint())
                        + "</failure>\n    </testcase>\n"));
        entries.forEach(entry -> testCase(subject, entry, xml));
        xml.append("    <system-out/>\n    <system-err/>\n  </testsuite>\n");
    }

    private static void testCase(Subject subject, RunRecord.Entry entry, StringBuilder xml) {
        xml.append("    <testcase name=\"" + escaped(entry.step().title()) + "\" classname=\""
                + escaped(subject.label()) + "\" time=\"" + seconds(entry.took()) + "\"");
        if (entry.outcome() instanceof StepOutcome.Failed failed) {
            String text = failed.details().stream().collect(Collectors.joining("\n"));
            xml.append(">\n      <failure message=\"" + attribute(failed.message()) + "\" type=\"failed\">"
                    + escaped(text + "\nTry: " + failed.hint() + "\nLog: " + failed.logFile())
                    + "</failure>\n    </testcase>\n");
        } else if (isSkipped(entry)) {
            xml.append(">\n      <skipped/>\n    </testcase>\n");
        } else {
            xml.append("/>\n");
        }
    }

    private static boolean isSkipped(RunRecord.Entry entry) {
        return entry.outcome() instanceof StepOutcome.Blocked || entry.outcome() instanceof StepOutcome.Stopped;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }

    /** As the value of an attribute, where a bare line break counts as a blank. */
    private static String attribute(String text) {
        return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;");
    }

    /** What XML does not allow at all, such as the escapes of colours, becomes a question mark. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append((char) c);
                default ->
                    safe.appendCodePoint(
                            (c >= 0x20 && c <= 0xD7FF && c != 0x7F) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000
                                    ? c
                                    : '?');
            }
        });
        return safe.toString();
    }
}
