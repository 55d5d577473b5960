package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.check.CheckHealth;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.guest.ApplyFeature;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.MakeTemplate;
import phoenix.orchestrator.guest.RunApplication;
import phoenix.orchestrator.guest.Scripts;
import phoenix.orchestrator.guest.StageSnapshots;
import phoenix.orchestrator.guest.StartGuest;
import phoenix.orchestrator.guest.StopGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;

/** Plans everything after a VM is there and configured: running, features, application, health, and then a snapshot or the template. */
final class VmStages {
    /** What the note remembers of health where cloud-init alone tells of it. */
    private static final String READY = "00c10d00";

    private final DesiredVm want;
    private final Target target;
    private final Memory memory;
    private final Scripts scripts;
    private final Draft<DesiredVm> draft;
    private final StageSnapshots snapshots;
    private final boolean again;

    /**
     * @param inherited the features that it was cloned with, with their digests
     * @param again whether everything is done whatever the VM remembers
     */
    VmStages(Draft<DesiredVm> draft, Scripts scripts, Map<String, String> inherited, boolean again) {
        this.want = draft.want();
        this.target = draft.target();
        this.memory = draft.memory();
        this.scripts = scripts;
        this.draft = draft;
        this.again = again;
        this.snapshots = new StageSnapshots(draft, inherited, again, Optional.empty());
    }

    /**
     * Adds the steps.
     *
     * @param isNew whether the VM is made by this plan
     * @param finished whether it is a template already, which never starts again
     */
    void plan(boolean isNew, boolean finished) {
        Note atStart = draft.note();
        List<Feature> features = want.features().stream()
                .filter(feature -> !atStart.hasFeature(feature.name(), feature.digest()))
                .toList();
        List<Application> applications = applications(atStart, features);
        boolean healthy = want.healthChecks().isEmpty()
                || last(want.healthChecks()).digest().equals(atStart.health());
        List<HealthCheck> checks =
                healthy && features.isEmpty() && applications.isEmpty() ? List.of() : want.healthChecks();
        boolean work = !features.isEmpty() || !applications.isEmpty() || !checks.isEmpty();
        if (finished) {
            if (work) {
                draft.remark("is a template, which never starts again; what changed comes with: phoenix " + want.id()
                        + " --rebuild, once it is deleted");
            }
            return;
        }
        boolean ranAtStart = draft.running();
        if (!ranAtStart) {
            if (!isNew) {
                draft.change(new Change("status", "stopped", "running", "it is not running"));
            }
            draft.step(want.dependencies(), all -> new StartGuest(target, all));
            draft.started();
        }
        // Of a VM that somebody else made nobody knows whether cloud-init had any part in it.
        boolean unproven = isProvenByItself() && !READY.equals(atStart.health()) && !atStart.isAdopted();
        if ((!ranAtStart || draft.restarts() || work || unproven || want.isTemplate()) && want.isOpen()) {
            Optional<Note> proven =
                    unproven ? Optional.of(draft.note(draft.note().withHealth(READY))) : Optional.empty();
            if (unproven && ranAtStart && !again) {
                draft.change(new Change("cloud-init", "", "done", "it has not been seen to be done yet", Impact.NONE));
            }
            draft.step(ranAtStart ? want.dependencies() : Set.of(), all -> new AwaitVm(target, proven, all));
        }
        inside(features, applications, checks, isNew);
        end();
    }

    /** Whether nothing but cloud-init's own verdict tells that the VM is well, so that the note has to remember it. */
    private boolean isProvenByItself() {
        return want.hardware().agent()
                && !want.isTemplate()
                && want.features().isEmpty()
                && want.applications().isEmpty()
                && want.healthChecks().isEmpty();
    }

    private void inside(
            List<Feature> features, List<Application> applications, List<HealthCheck> checks, boolean isNew) {
        for (Feature feature : want.features()) {
            if (features.contains(feature)) {
                apply(feature, isNew);
            }
            snapshots.after(feature);
        }
        snapshots.afterFeatures();
        for (Application script : applications) {
            draft.change(change(
                    "application " + script.script().getFileName(),
                    memory.note().map(Note::application),
                    script.digest(),
                    isNew));
            Note after = draft.note(draft.note().withApplication(script.digest()));
            draft.step(all -> new RunApplication(target, want, script, scripts, after, all));
        }
        snapshots.afterApplications(!applications.isEmpty());
        for (HealthCheck check : checks) {
            Note after = draft.note(draft.note().withHealth(check.digest()));
            draft.step(all -> new CheckHealth(target, check, after, all));
        }
    }

    private void apply(Feature feature, boolean isNew) {
        draft.change(change(
                "feature " + feature.name(),
                memory.note().map(note -> note.features().get(feature.name())),
                feature.digest(),
                isNew));
        Note after = draft.note(draft.note().withFeature(feature.name(), feature.digest()));
        draft.step(all -> new ApplyFeature(target, want, feature, scripts, after, all));
    }

    private void end() {
        if (want.isTemplate()) {
            Note note = draft.note();
            if (want.isOpen()) {
                draft.step(all -> new SealTemplate(target, all));
            }
            draft.step(all -> new StopGuest(target, all));
            draft.stopped();
            draft.change(new Change("template", "", "", "", Impact.NONE));
            draft.step(all -> new MakeTemplate(target, note, all));
            return;
        }
        if (snapshots.isUntouched()) {
            return;
        }
        snapshots.afterHealth();
        if (want.templateSnapshot() != null) {
            snapshots.renew(want.templateSnapshot());
        }
    }

    private List<Application> applications(Note atStart, List<Feature> features) {
        List<Application> all = want.applications();
        if (!features.isEmpty() || atStart.application() == null) {
            return all;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).digest().equals(atStart.application())) {
                return all.subList(i + 1, all.size());
            }
        }
        return all;
    }

    private Change change(String what, Optional<@Nullable String> before, String after, boolean isNew) {
        if (isNew) {
            return new Change(what, "", "", "", Impact.NONE);
        } else if (before.isEmpty()) {
            return new Change(what, "", "", "has not been applied yet");
        } else if (before.get().equals(after)) {
            return new Change(what, "", "", again ? "asked for" : "what it builds on changed");
        }
        return new Change(what, before.get(), after, "its files changed");
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
