package phoenix.cli;

import java.util.Set;
import phoenix.orchestrator.plan.Redo;

/**
 * How a run was asked for.
 *
 * @param dryRun whether the plan is shown and nothing else
 * @param json whether it is shown as data
 * @param redo what is done again to guests that are there
 * @param adopt whether the guests that were named are taken over where somebody else made them
 * @param withTests whether every suite of the guests that were named is run at the end
 * @param droppedSnapshots those that are deleted where no file declares them any more
 * @param consent what has been agreed to on the command line
 */
record RunOptions(
        boolean dryRun,
        boolean json,
        Redo redo,
        boolean adopt,
        boolean withTests,
        Set<String> droppedSnapshots,
        Consent.Given consent) {
    RunOptions {
        droppedSnapshots = Set.copyOf(droppedSnapshots);
    }
}
