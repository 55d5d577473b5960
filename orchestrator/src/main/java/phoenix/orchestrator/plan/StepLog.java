package phoenix.orchestrator.plan;

import java.util.List;

/** Where a step writes what it sees: the output of scripts, the log of tasks. Safe for use by several threads. */
public interface StepLog {
    void line(String line);

    /** The last lines written, oldest first; for the message of a failure. */
    List<String> last(int lines);

    /** The file that holds all of it, as the user would find it. */
    String file();
}
