package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.List;
import phoenix.pve.shell.Output;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What cloud-init says of itself.
 *
 * @param state {@code done}, {@code running}, {@code error}, {@code disabled}, {@code not started}
 * @param stage the stage that it is in, or that failed; empty if it does not say
 * @param detail its errors in its own words
 * @see "cloud-init status --format json; /run/cloud-init/status.json and result.json, which it reads"
 */
record CloudInitStatus(String state, String stage, String detail) {
    /**
     * Its own record, and whether it has ended. The command, which costs seconds of a slow machine's time, is asked only where there is no
     * record, or where it is not enabled.
     */
    static final List<String> QUESTION = List.of(
            "sh",
            "-c",
            "if cd /run/cloud-init 2>/dev/null && [ -e enabled ]; then"
                    + " [ -e result.json ] && ended=true || ended=false;"
                    + " record=$(cat status.json 2>/dev/null) || record='{}';"
                    + " echo \"{\\\"ended\\\": $ended, \\\"record\\\": $record}\"; exit 0; fi;"
                    + " exec cloud-init status --format json");

    /** The last lines that tell of a failure, or else the last of all. */
    static final List<String> LOG = List.of(
            "sh",
            "-c",
            "grep -aE 'ERROR|WARNING|Traceback|failed|Failed' /var/log/cloud-init.log | tail -n 8;"
                    + " tail -n 12 /var/log/cloud-init-output.log");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> STAGES = List.of("init-local", "init", "modules-config", "modules-final");
    private static final int NOT_FOUND = 127;

    /** Reads its answer. A system that has no cloud-init has nothing to wait for. */
    static CloudInitStatus read(Output output) {
        if (output.exitCode() == NOT_FOUND || output.stderr().contains("No such file or directory")) {
            return new CloudInitStatus("disabled", "", "");
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(output.stdout());
        } catch (JacksonException e) {
            return new CloudInitStatus("not started", "", output.stderr().strip());
        }
        if (answer.has("record")) {
            return recorded(
                    answer.path("ended").asBoolean(false), answer.path("record").path("v1"));
        }
        List<String> errors = new ArrayList<>();
        answer.path("errors").forEach(error -> errors.add(error.asString("")));
        String failedStage = "";
        for (String stage : STAGES) {
            JsonNode stageErrors = answer.path(stage).path("errors");
            if (!stageErrors.isEmpty() && failedStage.isEmpty()) {
                failedStage = stage;
            }
        }
        answer.path("recoverable_errors").path("ERROR").forEach(error -> errors.add(error.asString("")));
        String state = answer.path("status").asString("not started");
        if (state.equals("done") && !errors.isEmpty()) {
            state = "error";
        }
        String stage = failedStage.isEmpty() ? answer.path("stage").asString("") : failedStage;
        return new CloudInitStatus(state, stage, String.join("; ", errors));
    }

    /** A stage that ended with errors has failed, whatever comes after it. */
    private static CloudInitStatus recorded(boolean ended, JsonNode record) {
        for (String stage : STAGES) {
            List<String> errors = new ArrayList<>();
            record.path(stage).path("errors").forEach(error -> errors.add(error.asString("")));
            record.path(stage)
                    .path("recoverable_errors")
                    .path("ERROR")
                    .forEach(error -> errors.add(error.asString("")));
            if (!errors.isEmpty()) {
                return new CloudInitStatus("error", stage, String.join("; ", errors));
            }
        }
        return ended
                ? new CloudInitStatus("done", "", "")
                : new CloudInitStatus("running", record.path("stage").asString(""), "");
    }

    boolean failed() {
        return state.equals("error") || state.startsWith("degraded");
    }

    boolean isDone() {
        return state.equals("done") || state.equals("disabled");
    }

    /** {@code  (stage modules-final)}. */
    String where() {
        return stage.isEmpty() || stage.equals("null") ? "" : " (stage " + stage + ")";
    }
}
