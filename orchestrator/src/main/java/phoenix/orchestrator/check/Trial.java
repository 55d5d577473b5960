package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;

/** What a test does when it is made. Safe for use by several threads. */
public interface Trial {
    /**
     * Makes it once.
     *
     * @return in what it failed; empty if it passed
     */
    Optional<Finding> make(NodeAccess node, Duration limit, StepLog log);

    /** Where it is made, for people: {@code in 953 (gateway)}, {@code on the node}. */
    String where();

    /** What must come back, for people. */
    String expected();

    /** The line for dry-run. */
    String preview();

    /** What the user can do when it fails. */
    String hint();

    /** What only one test at a time may hold. */
    default Set<String> lanes() {
        return Set.of();
    }
}
