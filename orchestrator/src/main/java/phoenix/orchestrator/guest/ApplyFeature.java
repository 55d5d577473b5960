package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Applies a feature inside the guest: {@code check}, and unless that finds it true already, {@code apply} and {@code check} again.
 *
 * @param note what the notes shall say afterwards
 */
public record ApplyFeature(
        Target target, DesiredGuest want, Feature feature, Scripts scripts, Note note, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("feature " + feature.name());
    }

    @Override
    public String title() {
        return "feature " + feature.name();
    }

    @Override
    public List<String> preview() {
        return List.of(
                "run in the guest: " + feature.name() + "/feature.sh check || " + feature.name()
                        + "/feature.sh apply  (script " + feature.digest() + ")",
                NoteWriting.preview(target, note));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(60);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.noteIs(note)).isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        GuestShell guest = GuestShell.in(target, node);
        String purpose = "apply feature " + feature.name() + " to " + target;
        Errand check = scripts.feature(want, feature, "check");
        if (check.run(guest, purpose, log) != 0) {
            scripts.feature(want, feature, "apply").succeed(guest, purpose, log);
            if (check.run(guest, purpose, log) != 0) {
                throw new StepFailure(
                        "cannot " + purpose + ": it was applied, and its own check still says that it is not there",
                        "its output is in " + log.file() + "; mend "
                                + feature.folder().resolve("feature.sh"),
                        log.last(20));
            }
        }
        NoteWriting.write(node, target, note);
    }
}
