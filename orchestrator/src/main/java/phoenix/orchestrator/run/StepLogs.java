package phoenix.orchestrator.run;

import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepLog;

/** Gives each step the log that it writes to. Safe for use by several threads. */
public interface StepLogs {
    /** A step's log; closed when the step has ended. */
    OpenLog open(Step step);

    /** A log that somebody must close. */
    interface OpenLog extends StepLog, AutoCloseable {
        @Override
        void close();
    }
}
