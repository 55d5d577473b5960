package phoenix.orchestrator.report;

import phoenix.orchestrator.report.Overview.Line;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An overview for programs: {@code {"guests": [...]}}. What is not known, or does not apply, is left out. Times are ISO 8601, UTC. */
public final class OverviewJson {
    private OverviewJson() {}

    public static String print(Overview overview) {
        ObjectNode root = PrettyJson.object();
        root.put("drift", overview.hasDrift());
        ArrayNode guests = root.putArray("guests");
        overview.lines().forEach(line -> write(line, guests.addObject()));
        return PrettyJson.print(root);
    }

    private static void write(Line line, ObjectNode guest) {
        guest.put("id", line.id().value());
        guest.put("name", line.name());
        guest.put("kind", line.kind().apiName());
        guest.put("template", line.template());
        guest.put("belongs", line.belonging().name().toLowerCase(java.util.Locale.ROOT));
        if (line.stage() != null) {
            guest.put("stage", line.stage().toString());
        }
        if (line.drift() != null) {
            guest.put("drift", line.drift());
        }
        if (!line.address().isEmpty()) {
            guest.put("address", line.address());
        }
        if (line.health().verdict() != Health.Verdict.NONE) {
            ObjectNode health = guest.putObject("health");
            health.put("verdict", line.health().verdict().name().toLowerCase(java.util.Locale.ROOT));
            line.health().at().ifPresent(at -> health.put("at", at.toString()));
            line.health().failure().ifPresent(why -> health.put("why", why));
        }
        line.snapshot().ifPresent(taken -> {
            ObjectNode snapshot = guest.putObject("snapshot");
            snapshot.put("name", taken.name());
            taken.at().ifPresent(at -> snapshot.put("at", at.toString()));
        });
        line.node().ifPresent(node -> guest.put("node", node));
        if (line.running() != null) {
            guest.put("running", line.running());
        }
        line.refusal().ifPresent(refusal -> {
            ObjectNode refused = guest.putObject("refused");
            refused.put("why", refusal.why());
            refused.put("hint", refusal.hint());
        });
    }
}
