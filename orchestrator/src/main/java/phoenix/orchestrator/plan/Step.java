package phoenix.orchestrator.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;

/**
 * One thing that a person would name, which may be carried out again at any time.
 *
 * <p>The runner asks {@link #alreadyTrue} first, acts only if it is not, and asks again afterwards. It also asks before each further
 * try, so a call that took although its answer was lost is never made twice.
 */
public interface Step {
    StepKey key();

    /** What it does, for people, as a noun or a short order: {@code start}, {@code feature base_setup}. */
    String title();

    /** The steps of the same plan that must have ended well before this one begins. */
    default Set<StepKey> needs() {
        return Set.of();
    }

    /** This one, once it needs others too. */
    default Step after(Set<StepKey> others) {
        return new StepAfter(this, others);
    }

    /** The exact calls and commands, in their order; what dry-run prints. */
    List<String> preview();

    /** What only one step at a time may hold, such as the lock that Proxmox sets on the source of a clone. */
    default Set<String> lanes() {
        return Set.of();
    }

    /** Whether it seals what was done before, as a last snapshot does: what is to be proven of it is proven first. */
    default boolean seals() {
        return false;
    }

    /** Whether it is a test: it looks, and changes nothing but what the test itself changes. */
    default boolean tests() {
        return false;
    }

    /** How long it may take, all tries together. */
    default Duration limit() {
        return Duration.ofMinutes(5);
    }

    /** How often it may be tried when a task ended badly, or when it has an {@link #interval} of its own; 1 for no second try. */
    default int tries() {
        return 1;
    }

    /** How long to wait before asking again for what is not there yet; zero leaves it to the runner, within {@link #limit}. */
    default Duration interval() {
        return Duration.ZERO;
    }

    /** What the user should know of how it ended, although it ended well. Steps that say the same are told of once. */
    default Optional<String> remark() {
        return Optional.empty();
    }

    /** Looks at the node as it is now. */
    boolean alreadyTrue(NodeAccess node);

    /**
     * Does it.
     *
     * @throws StepFailure if it cannot be done
     * @throws NotYet if what it waits for is not there yet; the runner comes back
     * @throws phoenix.pve.api.PveException what the API had against it
     * @throws phoenix.pve.shell.ShellException what the shell had against it
     */
    void act(NodeAccess node, StepLog log);
}
