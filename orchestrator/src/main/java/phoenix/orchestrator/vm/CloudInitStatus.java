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
 * @see "cloud-init status --format json; /run/cloud-init/status.json while it is at work"
 */
record CloudInitStatus(String state, String stage, String detail) {
    /**
     * While it is at work, its own record is read: the command costs seconds of a slow machine's time, every time. The verdict is the
     * command's.
     */
    static final List<String> QUESTION = List.of(
            "sh",
            "-c",
            "cd /run/cloud-init 2>/dev/null && [ ! -e result.json ] && [ -e enabled ]"
                    + " && { cat status.json 2>/dev/null || echo '{\"v1\": {\"stage\": \"not begun\"}}'; exit 0; };"
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
        if (answer.has("v1")) {
            return atWork(answer.path("v1"));
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

    /** Its record while it is at work: a stage that ended with errors has failed, whatever comes after it. */
    private static CloudInitStatus atWork(JsonNode record) {
        for (String stage : STAGES) {
            List<String> errors = new ArrayList<>();
            record.path(stage).path("errors").forEach(error -> errors.add(error.asString("")));
            if (!errors.isEmpty()) {
                return new CloudInitStatus("error", stage, String.join("; ", errors));
            }
        }
        return new CloudInitStatus("running", record.path("stage").asString(""), "");
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
