package phoenix.orchestrator.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.GreenTests;
import phoenix.pve.VmId;

/**
 * When guests were last seen to pass their tests, as their notes tell.
 *
 * @param greens by guest
 * @param withFinalForm the guests that can go back to the state in which they were finished
 */
public record TestHistory(Map<VmId, GreenTests> greens, Set<VmId> withFinalForm) {
    public static final TestHistory NONE = new TestHistory(Map.of(), Set.of());

    public TestHistory {
        greens = Map.copyOf(greens);
        withFinalForm = Set.copyOf(withFinalForm);
    }

    /** What the guests' notes tell. */
    public static TestHistory of(Map<VmId, ActualGuest> guests) {
        Map<VmId, GreenTests> greens = new HashMap<>();
        Set<VmId> withFinalForm = new HashSet<>();
        guests.forEach((id, guest) -> {
            greens.put(id, GreenTests.of(id, guest.config().current().description()));
            if (guest.config().snapshots().containsKey(Regression.FINAL_FORM)) {
                withFinalForm.add(id);
            }
        });
        return new TestHistory(greens, withFinalForm);
    }

    /** What a failing test of this suite has regressed from; empty if the suite was never seen green. */
    public Optional<Regression> of(VmId guest, String suite) {
        return Optional.ofNullable(greens.get(guest))
                .flatMap(green -> Optional.ofNullable(green.suites().get(suite)))
                .map(when -> new Regression(guest, suite, when, withFinalForm.contains(guest)));
    }

    /** The same whatever suite was green last. */
    public Optional<Regression> ofAny(VmId guest) {
        return Optional.ofNullable(greens.get(guest))
                .flatMap(GreenTests::last)
                .map(last -> new Regression(guest, last.getKey(), last.getValue(), withFinalForm.contains(guest)));
    }
}
