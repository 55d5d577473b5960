package phoenix.pve.api;

import tools.jackson.databind.JsonNode;

/**
 * A program that the guest agent runs.
 *
 * @param exited whether it has ended; only then its output and exit code are known
 * @param exitCode 128 and the signal's number if a signal ended it
 * @param stdout as far as the agent kept it
 * @param truncated whether the agent kept less than it wrote
 */
public record AgentProgram(boolean exited, int exitCode, String stdout, String stderr, boolean truncated) {
    private static final int BY_SIGNAL = 128;

    static AgentProgram read(JsonNode data) {
        int signal = (int) Json.number(data, "signal");
        return new AgentProgram(
                Json.flag(data, "exited"),
                signal > 0 ? BY_SIGNAL + signal : (int) Json.number(data, "exitcode"),
                Json.text(data, "out-data"),
                Json.text(data, "err-data"),
                Json.flag(data, "out-truncated") || Json.flag(data, "err-truncated"));
    }
}
