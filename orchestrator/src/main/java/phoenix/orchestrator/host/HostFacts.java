package phoenix.orchestrator.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import phoenix.pve.api.Request;

/** The answers to a look's questions. */
public final class HostFacts {
    private final Map<String, String> scripts;
    private final Map<String, Object> calls;

    /**
     * Answers.
     *
     * @param scripts what each script printed, by its name
     * @param calls the answer to each call, by how it prints
     */
    public HostFacts(Map<String, String> scripts, Map<String, Object> calls) {
        this.scripts = new HashMap<>(scripts);
        this.calls = new HashMap<>(calls);
    }

    /** Answers of scripts alone. */
    public static HostFacts of(Map<String, String> scripts) {
        return new HostFacts(scripts, Map.of());
    }

    /** What a script printed; empty if it printed nothing. */
    public String text(String script) {
        return scripts.getOrDefault(script, "");
    }

    /** The lines that a script printed, without empty ones. */
    public List<String> lines(String script) {
        return text(script).lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * The words after a label at the start of a line: of {@code zone Europe/Vienna} for {@code zone}.
     *
     * @return empty if there is no such line
     */
    public String labelled(String script, String label) {
        return lines(script).stream()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** The answer to a call that was among the questions. */
    @SuppressWarnings("unchecked") // it is what the request's own reader returned
    public <T> T answer(Request<T> request) {
        Object answer = calls.get(request.toString());
        if (answer == null) {
            throw new IllegalStateException("nobody asked " + request);
        }
        return (T) answer;
    }
}
