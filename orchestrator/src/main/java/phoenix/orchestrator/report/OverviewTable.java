package phoenix.orchestrator.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.report.Overview.Line;
import phoenix.pve.GuestKind;

/** An overview as a table for people: a line per guest, then why some would be refused or are not healthy. Times are UTC. */
public final class OverviewTable {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> HEADINGS =
            List.of("ID", "NAME", "KIND", "STAGE", "DRIFT", "ADDRESS", "HEALTH", "SNAPSHOT", "NODE", "STATUS");
    private static final String NOTHING = "-";

    private OverviewTable() {}

    /** The lines of the table, without line feeds. */
    public static List<String> lines(Overview overview) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        overview.lines().forEach(line -> rows.add(row(line)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines =
                new ArrayList<>(rows.stream().map(row -> padded(row, widths)).toList());
        overview.lines()
                .forEach(line -> line.refusal().ifPresent(refusal -> {
                    lines.add("");
                    lines.add("! " + refusal.why());
                    lines.add("  Try: " + refusal.hint());
                }));
        overview.lines()
                .forEach(line -> line.health().failure().ifPresent(why -> {
                    lines.add("");
                    lines.add("! " + line.kind() + " " + line.id() + " (" + line.name() + ") is not healthy: " + why);
                }));
        return lines;
    }

    private static List<String> row(Line line) {
        return List.of(
                line.id().toString(),
                orNothing(line.name()),
                line.kind() + (line.template() ? " template" : ""),
                stage(line),
                line.drift() == null || line.drift() == 0
                        ? NOTHING
                        : line.drift().toString(),
                orNothing(line.address()),
                health(line.health()),
                line.snapshot().map(TakenSnapshot::name).orElse(NOTHING),
                line.node().orElse(NOTHING),
                line.running() == null ? NOTHING : line.running() ? "running" : "stopped");
    }

    private static String stage(Line line) {
        if (line.refusal().isPresent()) {
            return "refused";
        }
        return switch (line.belonging()) {
            case FOREIGN -> "foreign";
            case UNDECLARED -> "undeclared";
            case DECLARED ->
                line.stage() != null ? line.stage().toString() : line.kind() == GuestKind.VM ? "present" : NOTHING;
        };
    }

    private static String health(Health health) {
        return switch (health.verdict()) {
            case NONE -> NOTHING;
            case NEVER -> "never";
            case OUTDATED -> "outdated";
            case PASSED ->
                "passed" + health.at().map(at -> " " + MINUTE.format(at)).orElse("");
            case PASSING -> "healthy";
            case FAILING -> "FAILING";
        };
    }

    private static String orNothing(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty()).orElse(NOTHING);
    }

    private static String padded(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
