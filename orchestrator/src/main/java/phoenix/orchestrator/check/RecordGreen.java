package phoenix.orchestrator.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.GreenTests;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.NodeNotes;
import phoenix.pve.api.PveException;

/**
 * Notes on a guest or on the node that all tests of a suite have passed, and when. Who may test it and not write its notes goes without. Safe for
 * use by several threads.
 */
public final class RecordGreen implements Step {
    private final Notes notes;
    private final String suite;
    private final Instant when;
    private final Set<StepKey> tests;
    private final AtomicBoolean notAllowed = new AtomicBoolean();

    private RecordGreen(Notes notes, String suite, Instant when, Set<StepKey> tests) {
        this.notes = notes;
        this.suite = suite;
        this.when = when;
        this.tests = Set.copyOf(tests);
    }

    /**
     * A record on a guest.
     *
     * @param when the run began
     * @param tests all of the suite's
     */
    public static RecordGreen on(Target target, String suite, Instant when, Set<StepKey> tests) {
        return new RecordGreen(Notes.of(target), suite, when, tests);
    }

    /**
     * A record on the node itself.
     *
     * @param when the run began
     * @param tests all of the suite's
     */
    public static RecordGreen onNode(String node, String suite, Instant when, Set<StepKey> tests) {
        return new RecordGreen(Notes.ofNode(node), suite, when, tests);
    }

    @Override
    public StepKey key() {
        return new StepKey(notes.owner(), "note green " + suite);
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
        return List.of("note on " + notes.label() + " that suite '" + suite + "' is green, and when");
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return notAllowed.get()
                || read(node)
                        .map(found -> GreenTests.of(notes.owner(), found.description()))
                        .filter(green -> when.equals(green.suites().get(suite)))
                        .isPresent();
    }

    /** Who may not even read goes to {@link #act}, which tells. */
    private Optional<NodeNotes> read(NodeAccess node) {
        try {
            return notes.read(node);
        } catch (PveException.Denied notAllowedToLook) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> remark() {
        return notAllowed.get()
                ? Optional.of("it is not noted that suite '" + suite + "' is green: that takes " + notes.rights())
                : Optional.empty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        try {
            notes.read(node)
                    .ifPresent(found -> notes.write(
                            node,
                            GreenTests.of(notes.owner(), found.description())
                                    .with(suite, when)
                                    .placedIn(found.description()),
                            found));
        } catch (PveException.Denied e) {
            log.line("not noted: " + e.getMessage());
            notAllowed.set(true);
        }
    }
}
