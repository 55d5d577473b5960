package phoenix.cli;

import java.util.List;
import phoenix.orchestrator.run.RunEvent;

/** Shows a run on standard error while it happens. Safe for use by several threads. */
interface RunView extends RunEvent.Listener, AutoCloseable {
    /** What runs now, a sentence for each step: {@code 953 (gateway): create}. */
    List<String> running();

    /** Leaves the terminal as it was found; may be called more than once. */
    @Override
    void close();
}
