package phoenix.orchestrator.config;

import java.util.List;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.SecretTexts;
import phoenix.orchestrator.desired.Suites;
import phoenix.orchestrator.desired.host.DesiredHost;

/**
 * What came of reading the files.
 *
 * @param fleet what the user wants; empty if there is an error, so that nobody works with half of it
 * @param host what the user wants of the node itself; empty likewise
 * @param problems of all files together, by file, line and column
 * @param suites what can be tested
 * @param origins what each guest consists of and where that comes from
 * @param secrets what the files refer to and nobody is shown
 */
public record Loaded(
        Fleet fleet, Suites suites, DesiredHost host, List<Problem> problems, Origins origins, SecretTexts secrets) {
    public Loaded {
        problems = List.copyOf(problems);
    }

    /** Whether the fleet may be used: there is no error, though there may be warnings. */
    public boolean isUsable() {
        return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}
