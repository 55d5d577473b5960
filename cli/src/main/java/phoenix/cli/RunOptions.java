package phoenix.cli;

import phoenix.orchestrator.plan.Redo;

/**
 * How a run was asked for.
 *
 * @param dryRun whether the plan is shown and nothing else
 * @param json whether it is shown as data
 * @param redo what is done again to guests that are there
 * @param adopt whether the guests that were named are taken over where somebody else made them
 * @param withTests whether every suite of the guests that were named is run at the end
 * @param consent what has been agreed to on the command line
 */
record RunOptions(boolean dryRun, boolean json, Redo redo, boolean adopt, boolean withTests, Consent.Given consent) {}
