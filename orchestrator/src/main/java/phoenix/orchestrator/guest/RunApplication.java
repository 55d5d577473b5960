package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Runs the application script inside the guest.
 *
 * @param note what the notes shall say afterwards
 */
public record RunApplication(
        Target target, DesiredGuest want, Application application, Scripts scripts, Note note, Set<StepKey> needs)
        implements Step {
    private static final Duration COPYING = Duration.ofMinutes(5);

    @Override
    public StepKey key() {
        return target.key("application " + application.script().getFileName());
    }

    @Override
    public String title() {
        return "application " + application.script().getFileName();
    }

    @Override
    public List<String> preview() {
        String beside = application.files().isEmpty() ? "" : " with " + GuestFiles.names(application.files());
        return List.of(
                "run in the guest: " + application.script().getFileName() + beside + "  (script "
                        + application.digest() + ", limit "
                        + application.limit().toSeconds() + " s)",
                NoteWriting.preview(target, note));
    }

    @Override
    public Duration limit() {
        return application.limit().plus(COPYING);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.noteIs(note)).isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        scripts.application(want, application)
                .succeed(GuestShell.in(target, node), "run the application script of " + target, log);
        NoteWriting.write(node, target, note);
    }
}
