package phoenix.orchestrator.container;

import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.MakeTemplate;
import phoenix.orchestrator.guest.StageSnapshots;
import phoenix.orchestrator.guest.StopGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;

/** Plans the snapshots that every container has: before its application scripts, and when everything is as wanted. Used by one thread, once. */
final class SnapshotSteps {
    private final Draft<DesiredContainer> draft;
    private final DesiredContainer want;
    private final StageSnapshots stages;
    private final boolean again;

    /**
     * @param stages those that its file asks for
     * @param again whether what is at the end is taken anew though it is there
     */
    SnapshotSteps(Draft<DesiredContainer> draft, StageSnapshots stages, boolean again) {
        this.draft = draft;
        this.want = draft.want();
        this.stages = stages;
        this.again = again;
    }

    /** Before the application scripts run for the first time: one that is there stays, for they may have run since. */
    void preConfigured() {
        String name = DesiredContainer.PRE_CONFIGURED;
        if (!want.isTemplate()
                && draft.note().application() == null
                && !draft.memory().keeps(name)) {
            stages.take(name);
        }
    }

    /** Everything is as wanted: the snapshot of the last stage, of a template once it is stopped. */
    void ofTheEnd() {
        if (stages.isUntouched()) {
            return;
        }
        if (want.proxmoxTemplate()) {
            makeTemplate();
            return;
        }
        stages.afterHealth();
        String name = want.lastSnapshot();
        if (want.isTemplate() && draft.running()) {
            if (!again && stages.holds(name)) {
                draft.change(new Change("status", "running", "stopped", "a template is kept stopped"));
            }
            draft.step(all -> new StopGuest(draft.target(), all));
        }
        stages.renew(name);
    }

    private void makeTemplate() {
        if (draft.running()) {
            draft.step(all -> new StopGuest(draft.target(), all));
        }
        Note note = draft.note();
        draft.change(new Change("template", "", "", "", Impact.NONE));
        draft.step(all -> new MakeTemplate(draft.target(), note, all));
    }
}
