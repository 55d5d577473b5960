package phoenix.cli;

import java.util.Locale;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as data; {@code schemas/plan.schema.json} describes it. */
final class PlanJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PlanJson() {}

    static String of(Plan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1);
        root.set("summary", summary(plan));
        ArrayNode subjects = root.putArray("subjects");
        plan.subjects().forEach(subject -> subjects.add(subject(subject)));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static ObjectNode summary(Plan plan) {
        ObjectNode summary = JSON.createObjectNode();
        summary.put("create", plan.count(Subject.Action.CREATE));
        summary.put("change", plan.count(Subject.Action.CHANGE));
        summary.put("recreate", plan.count(Subject.Action.RECREATE));
        summary.put("delete", plan.count(Subject.Action.DELETE));
        summary.put("unchanged", plan.count(Subject.Action.NONE));
        summary.put("refused", plan.count(Subject.Action.REFUSE));
        summary.put("restarts", plan.suffering(Impact.RESTART, Impact.RESTART).size());
        summary.put("stale", plan.stale().size());
        return summary;
    }

    private static ObjectNode subject(Subject subject) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", subject.id());
        json.put("label", subject.label());
        json.put("guest", subject.isGuest());
        json.put("action", word(subject.action()));
        json.put("impact", word(subject.impact()));
        ArrayNode changes = json.putArray("changes");
        subject.changes().forEach(change -> changes.add(change(change)));
        ArrayNode steps = json.putArray("steps");
        subject.steps().forEach(step -> steps.add(step(step)));
        ArrayNode remarks = json.putArray("remarks");
        subject.remarks().forEach(remarks::add);
        subject.refusal().ifPresent(refusal -> {
            ObjectNode refused = json.putObject("refusal");
            refused.put("why", refusal.why());
            refused.put("hint", refusal.hint());
        });
        subject.stale().ifPresent(why -> json.put("stale", why));
        return json;
    }

    private static ObjectNode change(Change change) {
        ObjectNode json = JSON.createObjectNode();
        json.put("attribute", change.attribute());
        json.put("before", change.before());
        json.put("after", change.after());
        json.put("reason", change.reason());
        json.put("impact", word(change.impact()));
        return json;
    }

    private static ObjectNode step(Step step) {
        ObjectNode json = JSON.createObjectNode();
        json.put("key", step.key().toString());
        json.put("title", step.title());
        ArrayNode needs = json.putArray("needs");
        step.needs().stream().map(Object::toString).sorted().forEach(needs::add);
        ArrayNode calls = json.putArray("calls");
        step.preview().forEach(calls::add);
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
