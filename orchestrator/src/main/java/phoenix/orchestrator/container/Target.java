package phoenix.orchestrator.container;

import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VmId;

/**
 * The container that a step works on.
 *
 * @param label for people: {@code 953 (gateway)}
 * @param node the node that holds it
 */
record Target(VmId id, String label, String node) {
    StepKey key(String step) {
        return new StepKey(id.toString(), step);
    }

    /** {@code container 953 (gateway)}. */
    @Override
    public String toString() {
        return "container " + label;
    }
}
