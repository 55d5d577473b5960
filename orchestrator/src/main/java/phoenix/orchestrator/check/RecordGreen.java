package phoenix.orchestrator.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.GreenTests;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.PveException;

/**
 * Notes on a guest that all tests of a suite have passed, and when. Who may test a guest and not write its notes goes without. Safe for use by
 * several threads.
 */
public final class RecordGreen implements Step {
    private final Target target;
    private final String suite;
    private final Instant when;
    private final Set<StepKey> tests;
    private final AtomicBoolean notAllowed = new AtomicBoolean();

    /**
     * A record.
     *
     * @param when the run began
     * @param tests all of the suite's
     */
    public RecordGreen(Target target, String suite, Instant when, Set<StepKey> tests) {
        this.target = target;
        this.suite = suite;
        this.when = when;
        this.tests = Set.copyOf(tests);
    }

    @Override
    public StepKey key() {
        return target.key("note green " + suite);
    }

    @Override
    public String title() {
        return "note that " + suite + " is green";
    }

    @Override
    public Set<StepKey> needs() {
        return tests;
    }

    @Override
    public List<String> preview() {
        return List.of("note on " + target + " that suite '" + suite + "' is green, and when");
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return notAllowed.get()
                || LiveGuest.at(node, target)
                        .map(live -> GreenTests.of(target.id(), live.description()))
                        .filter(green -> when.equals(green.suites().get(suite)))
                        .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        LiveGuest.at(node, target).ifPresent(live -> write(live, node, log));
    }

    private void write(LiveGuest live, NodeAccess node, StepLog log) {
        String description =
                GreenTests.of(target.id(), live.description()).with(suite, when).placedIn(live.description());
        try {
            node.client()
                    .send(GuestApi.setConfig(
                            target.path(),
                            Map.of(
                                    "description",
                                    description,
                                    "digest",
                                    live.config().digest()),
                            List.of()));
        } catch (PveException.Denied e) {
            log.line("not noted: " + e.getMessage());
            notAllowed.set(true);
        }
    }
}
