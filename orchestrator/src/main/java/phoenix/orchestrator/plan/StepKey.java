package phoenix.orchestrator.plan;

/**
 * The name of a step: unique in a plan, the same in every plan.
 *
 * @param subject what it works on: a guest's ID, or the node's name
 * @param name what it does, such as {@code start}
 */
public record StepKey(String subject, String name) {
    /** {@code 953/start}. */
    @Override
    public String toString() {
        return subject + "/" + name;
    }
}
