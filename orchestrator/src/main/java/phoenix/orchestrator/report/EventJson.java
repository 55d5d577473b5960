package phoenix.orchestrator.report;

import java.time.Instant;
import java.util.Locale;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The events of a run as data, a line for each; {@code schemas/run.schema.json} describes them. */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private EventJson() {}

    /** One line. */
    public static String line(RunEvent event, Instant at) {
        ObjectNode json = JSON.createObjectNode();
        json.put("at", at.toString());
        if (event instanceof RunEvent.RunStarted started) {
            json.put("event", "run-started");
            json.put("version", VERSION);
            ArrayNode subjects = json.putArray("subjects");
            started.plan().subjects().forEach(subject -> subjects.add(subject(subject)));
        } else if (event instanceof RunEvent.StepStarted started) {
            step(json, "step-started", started.step());
        } else if (event instanceof RunEvent.StepProgress progress) {
            step(json, "step-progress", progress.step());
            json.put("line", progress.line());
        } else if (event instanceof RunEvent.StepRetried retried) {
            step(json, "step-retried", retried.step());
            json.put("attempt", retried.attempt());
            json.put("why", retried.why());
        } else if (event instanceof RunEvent.StepFinished finished) {
            step(json, "step-finished", finished.step());
            outcome(json, finished.outcome());
            json.put("seconds", finished.took().toMillis() / 1000.0);
        } else if (event instanceof RunEvent.RunFinished finished) {
            json.put("event", "run-finished");
            finished(json, finished.result());
        }
        return JSON.writeValueAsString(json);
    }

    /** A whole run that has ended as one document. */
    public static String document(RunRecord record) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("at", record.start().toString());
        finished(json, record.result());
        ArrayNode steps = json.putArray("steps");
        record.entries(record.plan().steps()).forEach(entry -> {
            ObjectNode one = steps.addObject();
            one.put("subject", entry.step().key().subject());
            one.put("step", entry.step().key().name());
            one.put("title", entry.step().title());
            entry.begun().ifPresent(begun -> one.put("begun", begun.toMillis() / 1000.0));
            one.put("seconds", entry.took().toMillis() / 1000.0);
            one.put("retries", entry.retries());
            outcome(one, entry.outcome());
        });
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static void finished(ObjectNode json, RunResult result) {
        json.put("succeeded", result.succeeded());
        json.put("stopped", result.stopped());
        json.put("changed", result.changedSomething());
        json.put("seconds", result.took().toMillis() / 1000.0);
        ArrayNode verdicts = json.putArray("verdicts");
        for (Subject subject : result.plan().subjects()) {
            ObjectNode one = verdicts.addObject();
            one.put("id", subject.id());
            one.put("label", subject.label());
            one.put("verdict", word(result.of(subject)));
        }
    }

    private static ObjectNode subject(Subject subject) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", subject.id());
        json.put("label", subject.label());
        json.put("action", word(subject.action()));
        ArrayNode steps = json.putArray("steps");
        subject.steps().forEach(step -> steps.add(step.key().name()));
        return json;
    }

    private static void step(ObjectNode json, String event, Step step) {
        json.put("event", event);
        json.put("subject", step.key().subject());
        json.put("step", step.key().name());
        json.put("title", step.title());
    }

    private static void outcome(ObjectNode json, StepOutcome outcome) {
        json.put("outcome", Outcomes.word(outcome));
        if (outcome instanceof StepOutcome.Failed failed) {
            json.put("message", failed.message());
            json.put("hint", failed.hint());
            ArrayNode details = json.putArray("details");
            failed.details().forEach(details::add);
            json.put("log", failed.logFile());
        } else if (outcome instanceof StepOutcome.Blocked blocked) {
            json.put("blocked_by", blocked.by().toString());
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
