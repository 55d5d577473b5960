package phoenix.orchestrator.host;

import java.util.List;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;

/** One command or call that changes the node. It may be done again at any time. */
public interface Act {
    /** Exactly what it does, for dry-run; no secret stands in it. */
    List<String> preview();

    /**
     * Does it.
     *
     * @throws phoenix.orchestrator.plan.StepFailure if it cannot be done
     */
    void carryOut(NodeAccess node, StepLog log);
}
