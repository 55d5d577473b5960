package phoenix.orchestrator.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.GreenTests;
import phoenix.pve.VmId;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveException;

/**
 * When guests and the node were last seen to pass their tests, as their notes tell.
 *
 * @param greens by owner
 * @param withFinalForm the guests that can go back to the state in which they were finished
 */
public record TestHistory(Map<String, GreenTests> greens, Set<String> withFinalForm) {
    public static final TestHistory NONE = new TestHistory(Map.of(), Set.of());

    public TestHistory {
        greens = Map.copyOf(greens);
        withFinalForm = Set.copyOf(withFinalForm);
    }

    /** What the guests' notes tell. */
    public static TestHistory of(Map<VmId, ActualGuest> guests) {
        Map<String, GreenTests> greens = new HashMap<>();
        Set<String> withFinalForm = new HashSet<>();
        guests.forEach((number, guest) -> {
            String id = number.toString();
            greens.put(id, GreenTests.of(id, guest.config().current().description()));
            Optional.ofNullable(guest.config().snapshots().get(Regression.FINAL_FORM))
                    .filter(snapshot -> !snapshot.isHalfSnapshot())
                    .ifPresent(snapshot -> withFinalForm.add(id));
        });
        return new TestHistory(greens, withFinalForm);
    }

    /** This with what the node's own notes tell, which are read for it; who may not read them does without. */
    public TestHistory withNode(NodeAccess node) {
        try {
            String description = node.client().send(NodeApi.notes(node.name())).description();
            Map<String, GreenTests> more = new HashMap<>(greens);
            more.put(node.name(), GreenTests.of(node.name(), description));
            return new TestHistory(more, withFinalForm);
        } catch (PveException.Denied notAllowed) {
            return this;
        }
    }

    /**
     * What a failing test of this suite has regressed from; empty if the suite was never seen green.
     *
     * @param owner a guest's ID, or the node's name
     */
    public Optional<Regression> of(String owner, String suite) {
        return Optional.ofNullable(greens.get(owner))
                .flatMap(green -> Optional.ofNullable(green.suites().get(suite)))
                .map(when -> new Regression(owner, suite, when, withFinalForm.contains(owner)));
    }

    /** The same whatever suite was green last. */
    public Optional<Regression> ofAny(String owner) {
        return Optional.ofNullable(greens.get(owner))
                .flatMap(GreenTests::last)
                .map(last -> new Regression(owner, last.getKey(), last.getValue(), withFinalForm.contains(owner)));
    }
}
