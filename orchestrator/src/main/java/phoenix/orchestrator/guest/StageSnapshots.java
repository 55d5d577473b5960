package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;

/**
 * Plans the snapshots that a guest's file asks for by stage: each is taken when its stage is reached, of the state that the draft's note
 * tells at that moment, unless it holds just that state already. A stage that has gone by is not there to be taken any more. Used by one
 * thread, once.
 */
public final class StageSnapshots {
    private final Draft<? extends DesiredGuest> draft;
    private final DesiredGuest want;
    private final Map<String, String> inherited;
    private final boolean again;
    private final Optional<String> obstacle;

    /**
     * @param inherited the features that it was cloned with, with their digests
     * @param again whether what is at the end is taken anew though it is there
     * @param obstacle what keeps Proxmox from taking snapshots of it, to complete "takes none of a container ..."
     */
    public StageSnapshots(
            Draft<? extends DesiredGuest> draft,
            Map<String, String> inherited,
            boolean again,
            Optional<String> obstacle) {
        this.draft = draft;
        this.want = draft.want();
        this.inherited = inherited;
        this.again = again;
        this.obstacle = obstacle;
    }

    /** A feature is applied, now or earlier. */
    public void after(Feature feature) {
        List<Feature> later = want.features()
                .subList(want.features().indexOf(feature) + 1, want.features().size());
        Note note = draft.note();
        take(
                feature.name(),
                note.application() == null
                        && note.health() == null
                        && later.stream()
                                .noneMatch(each -> note.hasFeature(each.name(), each.digest())
                                        && !each.digest().equals(inherited.get(each.name()))));
    }

    /** All features are applied. */
    public void afterFeatures() {
        Note note = draft.note();
        take(StageSnapshot.FEATURES, note.application() == null && (note.health() == null || isNeverAsked()));
    }

    /** @param now whether the application scripts run in this plan */
    public void afterApplications(boolean now) {
        take(StageSnapshot.APPLICATION, now || draft.note().health() == null || isNeverAsked());
    }

    /** Everything is as wanted. */
    public void afterHealth() {
        asked(StageSnapshot.HEALTH).forEach(this::renew);
    }

    /** Takes a snapshot of the state now, unless it holds just that already. */
    public void renew(String name) {
        if (holds(name) && !again) {
            return;
        }
        if (holds(name) && obstacle.isEmpty()) {
            draft.step(all -> new RemoveSnapshot(draft.target(), name, all));
        }
        take(name);
    }

    /** @param isThere whether the guest stands just at that stage */
    private void take(String stage, boolean isThere) {
        for (String name : isUntouched() ? List.<String>of() : asked(stage)) {
            if (isThere && !holds(name)) {
                take(name);
            } else if (!isThere && !draft.memory().keeps(name)) {
                draft.remark("no snapshot " + name + " is taken: the state after " + stage + " has gone by");
            }
        }
    }

    public void take(String name) {
        if (obstacle.isPresent()) {
            if (!draft.chain().isEmpty()) {
                draft.remark("no snapshot " + name + " is taken: Proxmox takes none of a container " + obstacle.get());
            }
            return;
        }
        Note record = draft.note();
        boolean known = draft.memory().records().containsKey(name);
        boolean replaces = known && !(again && holds(name));
        boolean withMemory =
                want.snapshots().stream().anyMatch(snapshot -> snapshot.name().equals(name) && snapshot.withMemory());
        draft.change(new Change("snapshot " + name, "", "", known ? why(name) : "", Impact.NONE));
        draft.step(all -> new TakeSnapshot(draft.target(), name, record, replaces, withMemory, all));
    }

    private String why(String name) {
        return draft.memory().keeps(name)
                ? "the state before it is new"
                : "the one that is there was never finished, or half deleted";
    }

    private List<String> asked(String stage) {
        return want.snapshots().stream()
                .filter(snapshot -> snapshot.after().equals(stage))
                .map(StageSnapshot::name)
                .toList();
    }

    public boolean holds(String name) {
        return draft.memory().holds(name, draft.note());
    }

    private boolean isNeverAsked() {
        return want.healthChecks().isEmpty();
    }

    /** It is as its owner left it; a snapshot would hold nothing of ours. */
    public boolean isUntouched() {
        return draft.note().isAdopted() && draft.note().hasNoWork();
    }
}
