package phoenix.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is left of a run beside the recap. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "write the run down in DIR: index.html, junit.xml, run.json")
    private @Nullable Path folder;

    @Option(
            names = "--json",
            description =
                    "with --dry-run: the plan as data (schemas/plan.schema.json); else the run's events, a line for"
                            + " each (schemas/run.schema.json)")
    private boolean json;

    @Nullable Path folder() {
        return folder;
    }

    boolean json() {
        return json;
    }
}
