package phoenix.orchestrator.report;

import java.util.List;
import java.util.Locale;
import phoenix.orchestrator.config.Problem;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems for programs: {@code [{"severity": "error", "file": ..., "line": ..., ...}]}. Of a whole file, line and column are left out. */
public final class ProblemsJson {
    private ProblemsJson() {}

    public static String print(List<Problem> problems) {
        ArrayNode list = PrettyJson.list();
        problems.forEach(problem -> write(problem, list.addObject()));
        return PrettyJson.print(list);
    }

    private static void write(Problem problem, ObjectNode object) {
        object.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        object.put("file", problem.place().file());
        if (problem.place().line() > 0) {
            object.put("line", problem.place().line());
            object.put("column", problem.place().column());
        }
        object.put("pointer", problem.place().pointer());
        object.put("what", problem.what());
        object.put("hint", problem.hint());
    }
}
