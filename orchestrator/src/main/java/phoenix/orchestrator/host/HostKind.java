package phoenix.orchestrator.host;

import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;

/**
 * A kind of thing on the node: pools, users, packages. It looks by {@link #questions} and compares by {@link #compare}; what is to be done
 * stands in the resources that it returns, and whether it took is seen by asking and comparing again.
 */
public interface HostKind {
    /** For people, in the plural where there can be several: {@code users}. */
    String name();

    /** What has to be known of the node to compare. Nothing declared does not mean nothing to ask: what we put there may have to go. */
    List<Question> questions(DesiredHost want);

    /**
     * Compares what is declared with what is. Pure, and each thing has the same name every time.
     *
     * @param facts the answers to this kind's questions
     * @return a resource for each thing that is declared, or that Phoenix put there and is declared no more; equal or not
     */
    List<HostResource> compare(DesiredHost want, HostFacts facts);

    /** The programs that its acts need; those that are not there are installed first. */
    default List<Tool> tools(DesiredHost want) {
        return List.of();
    }
}
