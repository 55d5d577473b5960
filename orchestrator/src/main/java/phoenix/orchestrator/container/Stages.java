package phoenix.orchestrator.container;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.check.CheckHealth;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.guest.ApplyFeature;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.RunApplication;
import phoenix.orchestrator.guest.Scripts;
import phoenix.orchestrator.guest.StageSnapshots;
import phoenix.orchestrator.guest.StartGuest;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;

/**
 * Plans everything after a container is there and configured: running, features, application, health, snapshots. Used by one thread,
 * once.
 */
final class Stages {
    private final Draft<DesiredContainer> draft;
    private final DesiredContainer want;
    private final Lineage lineage;
    private final Scripts scripts;
    private final Circumstances at;
    private final Note atStart;
    private final List<Feature> features;
    private final List<Application> applications;
    private final List<HealthCheck> healthChecks;
    private final StageSnapshots stageSnapshots;
    private final SnapshotSteps snapshots;

    /**
     * What the plan of a container depends on beside what is wanted.
     *
     * @param isNew whether the container is made by this plan
     * @param again whether everything is done whatever the container remembers, what it was cloned with included
     * @param finished whether it is a template of Proxmox's own already, which never starts again
     * @param shell whether there is a shell by which it can be seen whether the container is ready
     * @param graphicsDriver whether the node has an NVIDIA driver whose version can be told
     * @param noSnapshots what keeps Proxmox from taking snapshots of it
     */
    record Circumstances(
            boolean isNew,
            boolean again,
            boolean finished,
            boolean shell,
            boolean graphicsDriver,
            Optional<String> noSnapshots) {}

    Stages(Draft<DesiredContainer> draft, Lineage lineage, Scripts scripts, Circumstances at) {
        this.draft = draft;
        this.want = draft.want();
        this.lineage = lineage;
        this.scripts = scripts;
        this.at = at;
        this.atStart = draft.note();
        this.features = (at.again() ? lineage.features() : want.features())
                .stream()
                        .filter(feature -> !atStart.hasFeature(feature.name(), feature.digest()))
                        .toList();
        this.applications = applicationsToRun();
        this.stageSnapshots = new StageSnapshots(draft, lineage.inherited(), at.again(), at.noSnapshots());
        this.snapshots = new SnapshotSteps(draft, stageSnapshots, at.again());
        boolean healthy = want.healthChecks().isEmpty()
                || last(want.healthChecks()).digest().equals(atStart.health());
        this.healthChecks = healthy && features.isEmpty() && applications.isEmpty() ? List.of() : want.healthChecks();
    }

    /** What has to be done inside the container by its scripts, for people; empty if nothing has, or nothing can be done any more. */
    List<String> workInside() {
        return at.finished() ? List.of() : missing();
    }

    private List<String> missing() {
        return java.util.stream.Stream.of(
                        features.stream().map(feature -> "feature " + feature.name()),
                        applications.stream()
                                .map(script -> "application " + script.script().getFileName()),
                        healthChecks.stream().map(check -> "health check " + check.name()))
                .flatMap(names -> names)
                .toList();
    }

    void plan() {
        if (at.finished()) {
            if (!missing().isEmpty()) {
                draft.remark("is a template of Proxmox's own, which never starts again: " + String.join(", ", missing())
                        + " would come with a new one: phoenix --delete " + want.id() + ", then phoenix " + want.id());
            }
            return;
        }
        boolean ranAtStart = draft.running();
        boolean work = !workInside().isEmpty();
        if (!ranAtStart && (work || !want.isTemplate())) {
            if (!at.isNew()) {
                draft.change(new Change("status", "stopped", "running", "it is not running"));
            }
            draft.step(want.dependencies(), all -> new StartGuest(draft.target(), all));
            draft.started();
        }
        if (work || draft.running() != ranAtStart || draft.restarts()) {
            if (at.shell()) {
                draft.step(
                        ranAtStart ? want.dependencies() : Set.of(),
                        all -> new AwaitReady(draft.target(), want.networkList(), all));
            } else {
                draft.remark("whether it is ready cannot be seen without a shell on the node");
            }
        }
        workInTheGuest();
        snapshots.ofTheEnd();
    }

    private void workInTheGuest() {
        for (Feature feature : at.again() ? lineage.features() : want.features()) {
            if (features.contains(feature)) {
                apply(feature);
            }
            if (want.features().contains(feature)) {
                stageSnapshots.after(feature);
            }
        }
        stageSnapshots.afterFeatures();
        if (usesGpu() && (at.isNew() || draft.restarts() || !features.isEmpty())) {
            draft.step(all -> new CheckDriver(draft.target(), all));
        }
        if (!applications.isEmpty()) {
            snapshots.preConfigured();
            draft.change(change(
                    "application " + names(applications),
                    draft.memory().note().map(Note::application),
                    last(want.applications()).digest()));
        }
        for (Application script : applications) {
            Note after = draft.note(draft.note().withApplication(script.digest()));
            draft.step(all -> new RunApplication(draft.target(), want, script, scripts, after, all));
        }
        stageSnapshots.afterApplications(!applications.isEmpty());
        for (HealthCheck check : healthChecks) {
            Note after = draft.note(draft.note().withHealth(check.digest()));
            draft.step(all -> new CheckHealth(draft.target(), check, after, all));
        }
    }

    private void apply(Feature feature) {
        draft.change(change(
                "feature " + feature.name(),
                draft.memory().note().map(n -> n.features().get(feature.name())),
                feature.digest()));
        Note after = draft.note().withFeature(feature.name(), feature.digest());
        boolean caughtUp = at.again() && feature.equals(last(features)) && lineage.canCatchUp(atStart);
        draft.note(caughtUp ? after.basedOn(lineage.base()) : after);
        Note written = draft.note();
        draft.step(all -> new ApplyFeature(draft.target(), want, feature, scripts, written, all));
    }

    /** Whether it has a GPU, and the libraries to use it. */
    private boolean usesGpu() {
        return at.graphicsDriver()
                && want.gpus() != null
                && !want.gpus().isEmpty()
                && draft.running()
                && lineage.features().stream()
                        .anyMatch(feature -> feature.name().equals("nvidia"));
    }

    /** All of them after a feature changed; else those behind the last one that the guest remembers. */
    private List<Application> applicationsToRun() {
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

    private Change change(String what, Optional<@Nullable String> before, String after) {
        if (at.isNew()) {
            return new Change(what, "", "", "", Impact.NONE);
        } else if (before.isEmpty()) {
            return new Change(what, "", "", "has not been applied yet");
        } else if (before.get().equals(after)) {
            return new Change(what, "", "", at.again() ? "asked for" : "what it builds on changed");
        }
        return new Change(what, before.get(), after, "its files changed");
    }

    private static String names(List<Application> applications) {
        return String.join(
                ", ",
                applications.stream()
                        .map(application -> String.valueOf(application.script().getFileName()))
                        .toList());
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
