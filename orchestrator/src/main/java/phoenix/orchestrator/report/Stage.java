package phoenix.orchestrator.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

/** How far a guest has come on its way from nothing to done. */
public enum Stage {
    /** It is not there. */
    ABSENT,
    /** It is there, and not yet as its options shall be. */
    CREATED,
    /** Its options are as they shall be; it does not run, or is not ready. */
    CONFIGURED,
    /** It runs; a feature is missing, or is not the present one. */
    RUNNING,
    /** Its features are applied; the application scripts are not. */
    FEATURES,
    /** Its application scripts have run; it has not been seen to be healthy since. */
    APPLICATION,
    /** It is healthy; its last snapshot is missing, or is older than that. */
    HEALTHY,
    /** Everything is as wanted, up to the last snapshot. */
    DONE;

    /**
     * Where a guest stands as long as a step of this name is to be done; the first word of the step's key decides. That a guest be ready is
     * no stage of its own: what waits for it is.
     */
    private static final Map<String, Stage> BEFORE = Map.of(
            "create", ABSENT,
            "clone", ABSENT,
            "start", CONFIGURED,
            "ready", DONE,
            "feature", RUNNING,
            "application", FEATURES,
            "health", APPLICATION,
            "stop", HEALTHY,
            "snapshot", HEALTHY,
            "template", HEALTHY);

    /**
     * The stage before the first that the plan would have to reach.
     *
     * <p>Options that were changed since do not set a guest back that had come further, and neither does a restart: they are its drift.
     *
     * @param note what the guest remembers
     */
    static Stage of(Subject subject, Optional<Note> note) {
        boolean begun = note.filter(known -> known.application() != null || known.health() != null)
                .isPresent();
        Stage stage = DONE;
        for (Step step : subject.steps()) {
            Stage before = before(step.key());
            if (before != CREATED || !begun) {
                stage = before.compareTo(stage) < 0 ? before : stage;
            }
        }
        return stage;
    }

    /** A step with a name that is none of the above sets options, or something else that a guest has from its first day. */
    private static Stage before(StepKey key) {
        return BEFORE.getOrDefault(key.name().split(" ", 2)[0], CREATED);
    }

    /** In lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
