package phoenix.orchestrator.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Plans one container: from what is there, the first thing that is not as wanted, and everything from there on.
 *
 * <ol>
 *   <li>Refuse what cannot or must not be done.
 *   <li>Absent: create or clone it. Present: set the options that differ, put note and tag right, grow its volume.
 *   <li>Features that its note does not show with their present digest; the application script and the health check after them.
 *   <li>{@code pre-configured} before the application script runs for the first time.
 *   <li>{@code final-form} (or the template's snapshot, stopped) once the state before it is new.
 * </ol>
 *
 * <p>Pure: the same arguments give the same plan.
 */
public final class ContainerPlanner {
    private static final String PRE_CONFIGURED = "pre-configured";
    private static final String FINAL_FORM = "final-form";

    private final Actual actual;
    private final Set<VmId> declared;
    private final Scripts scripts;

    /**
     * @param declared every guest of the user's files
     * @param helper the file that is copied beside every script
     */
    public ContainerPlanner(Actual actual, Set<VmId> declared, Path helper) {
        this.actual = actual;
        this.declared = Set.copyOf(declared);
        this.scripts = new Scripts(helper);
    }

    /** @param before the containers that this one is cloned from or depends on, planned already */
    public PlannedContainer plan(DesiredContainer want, Map<VmId, PlannedContainer> before) {
        Optional<ActualGuest> found = actual.guest(want.id());
        Optional<Subject.Refusal> refusal = Refusals.of(want, found, actual, declared, before);
        if (refusal.isPresent()) {
            return new PlannedContainer(
                    Subject.refused(want.id().toString(), want.label(), refusal.get()), Optional.empty());
        }
        return new OneContainer(want, found, before).plan();
    }

    /** The work on one container. Used by one thread, once. */
    private final class OneContainer {
        private final DesiredContainer want;
        private final Optional<ActualGuest> found;
        private final Map<VmId, PlannedContainer> before;
        private final Target target;
        private final Memory memory;
        private final StepChain chain = new StepChain();
        private final List<Change> changes = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private Note note;

        OneContainer(DesiredContainer want, Optional<ActualGuest> found, Map<VmId, PlannedContainer> before) {
            this.want = want;
            this.found = found;
            this.before = before;
            this.target = new Target(
                    want.id(), want.label(), found.map(ActualGuest::node).orElse(actual.node()));
            this.memory = found.map(ActualGuest::memory).orElse(Memory.NONE);
            this.note = memory.note().orElseGet(() -> Note.made(want.id(), base(), inheritedFeatures()));
        }

        PlannedContainer plan() {
            Note atStart = note;
            if (found.isEmpty()) {
                make();
            } else {
                reconcile(found.get());
            }
            Stages stages = new Stages(atStart);
            stages.startIfNeeded();
            stages.guestWork();
            stages.lastSnapshot();
            Subject.Action action = found.isEmpty()
                    ? Subject.Action.CREATE
                    : chain.isEmpty() ? Subject.Action.NONE : Subject.Action.CHANGE;
            return new PlannedContainer(
                    new Subject(
                            want.id().toString(),
                            want.label(),
                            action,
                            changes,
                            chain.steps(),
                            remarks,
                            Optional.empty()),
                    Optional.of(note));
        }

        private void make() {
            note = note.managing(ContainerOptions.of(want).keySet());
            if (want.origin() instanceof Origin.Template template) {
                TemplateChoice choice =
                        TemplateChoice.find(template.name(), actual).orElseThrow();
                Set<StepKey> needs =
                        choice.present() ? Set.of() : Set.of(ProvideTemplate.key(actual.node(), choice.volume()));
                chain.add(needs, all -> new CreateContainer(target, want, choice.volume(), note, all));
                changes.add(new Change("from", "", choice.volume().toString(), ""));
            } else if (want.origin() instanceof Origin.Clone clone) {
                Note made = note;
                chain.add(stepsOf(Set.of(clone.source())), all -> new CloneContainer(target, want, clone, made, all));
                changes.add(new Change("from", "", clone.source() + "@" + clone.snapshot(), ""));
                Map<String, String> options = ContainerOptions.of(want);
                OptionDiff everything = OptionDiff.between(options, Map.of());
                chain.add(all -> new Configure(target, options, everything, made, all));
                DiskSize size = DiskSize.ofGiB(want.rootfsGiB());
                if (size.compareTo(Refusals.sourceSize(clone, actual, before).orElse(size)) > 0) {
                    chain.add(all -> new GrowRootfs(target, size, all));
                }
            }
        }

        private void reconcile(ActualGuest have) {
            GuestConfig config = have.config();
            Map<String, String> options = new HashMap<>(config.current().options());
            options.putAll(config.pending().options());
            Map<String, String> wanted = ContainerOptions.of(want);
            OptionDiff diff = OptionDiff.between(wanted, options, note.managed());
            changes.addAll(diff.changes());
            boolean managesTheSame = note.managed().equals(wanted.keySet());
            note = note.managing(wanted.keySet());
            boolean noteIsRight = managesTheSame
                    && memory.rolledBackTo().isEmpty()
                    && options.getOrDefault("tags", "").contains(note.tag());
            memory.rolledBackTo()
                    .ifPresent(snapshot ->
                            changes.add(new Change("stage", "", snapshot, "somebody rolled it back to that snapshot")));
            if (!diff.isEmpty() || !noteIsRight) {
                if (diff.isEmpty() && memory.rolledBackTo().isEmpty()) {
                    changes.add(new Change("tags", "", note.tag(), "the tag beside the note is missing or old"));
                }
                Note asFound = note;
                chain.add(all -> new Configure(target, wanted, diff, asFound, all));
            }
            DiskSize size = DiskSize.ofGiB(want.rootfsGiB());
            GrowRootfs.sizeOf(options.getOrDefault("rootfs", ""))
                    .filter(now -> now.compareTo(size) < 0)
                    .ifPresent(now -> {
                        chain.add(all -> new GrowRootfs(target, size, all));
                        changes.add(new Change("rootfs", now.toString(), size.toString(), "differs from the file"));
                    });
            if (!config.pending().options().isEmpty()) {
                remarks.add("waits for a restart: "
                        + String.join(", ", new TreeMap<>(config.pending().options()).keySet()));
            }
            if (!note.base().equals(base()) && want.origin() instanceof Origin.Clone clone) {
                remarks.add("was made from an older state of " + clone.source() + "@" + clone.snapshot());
            }
        }

        private String base() {
            if (want.origin() instanceof Origin.Clone clone) {
                return clone.source() + "@" + clone.snapshot()
                        + sourceNote(clone).map(source -> "#" + source.digest()).orElse("");
            }
            return want.origin() instanceof Origin.Template template
                    ? TemplateChoice.find(template.name(), actual)
                            .map(choice -> choice.volume().fileName())
                            .orElse(template.name())
                    : "";
        }

        private Map<String, String> inheritedFeatures() {
            return want.clonedFrom()
                    .flatMap(this::sourceNote)
                    .<Map<String, String>>map(Note::features)
                    .orElse(Map.of());
        }

        private Optional<Note> sourceNote(Origin.Clone clone) {
            PlannedContainer source = before.get(clone.source());
            return source == null ? Optional.empty() : source.note();
        }

        private Set<StepKey> stepsOf(Set<VmId> guests) {
            return guests.stream()
                    .map(before::get)
                    .filter(java.util.Objects::nonNull)
                    .flatMap(planned -> planned.lastStep().stream())
                    .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        }

        /** Everything after the container is there and configured. */
        private final class Stages {
            private final Note atStart;
            private final List<Feature> features;
            private final List<Application> applications;
            private final List<HealthCheck> healthChecks;
            private final boolean running = found.map(ActualGuest::running).orElse(false);
            private boolean willRun = running;

            Stages(Note atStart) {
                this.atStart = atStart;
                this.features = want.features().stream()
                        .filter(feature -> !atStart.hasFeature(feature.name(), feature.digest()))
                        .toList();
                this.applications = applicationsToRun();
                boolean healthy = want.healthChecks().isEmpty()
                        || last(want.healthChecks()).digest().equals(atStart.health());
                this.healthChecks =
                        healthy && features.isEmpty() && applications.isEmpty() ? List.of() : want.healthChecks();
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

            void startIfNeeded() {
                boolean work = !features.isEmpty() || !applications.isEmpty() || !healthChecks.isEmpty();
                if (!running && (work || !want.isTemplate())) {
                    chain.add(stepsOf(want.dependencies()), all -> new StartContainer(target, all));
                    willRun = true;
                    if (found.isPresent()) {
                        changes.add(new Change("status", "stopped", "running", "it is not running"));
                    }
                }
                if (work || willRun != running) {
                    Set<StepKey> others = running ? stepsOf(want.dependencies()) : Set.of();
                    chain.add(others, all -> new AwaitReady(target, networks(), all));
                }
            }

            void guestWork() {
                for (Feature feature : features) {
                    changes.add(change(
                            "feature " + feature.name(), atStart.features().get(feature.name()), feature.digest()));
                    note = note.withFeature(feature.name(), feature.digest());
                    Note after = note;
                    chain.add(all -> new ApplyFeature(target, want, feature, scripts, after, all));
                }
                if (!applications.isEmpty()) {
                    if (!want.isTemplate() && atStart.application() == null && !memory.holds(PRE_CONFIGURED, note)) {
                        snapshot(PRE_CONFIGURED);
                    }
                    changes.add(change(
                            "application",
                            atStart.application(),
                            last(want.applications()).digest()));
                }
                for (Application script : applications) {
                    note = note.withApplication(script.digest());
                    Note after = note;
                    chain.add(all -> new RunApplication(target, want, script, scripts, after, all));
                }
                for (HealthCheck check : healthChecks) {
                    note = note.withHealth(check.digest());
                    Note after = note;
                    chain.add(all -> new CheckHealth(target, check, after, all));
                }
            }

            void lastSnapshot() {
                String name = want.templateSnapshot() != null ? want.templateSnapshot() : FINAL_FORM;
                if (memory.holds(name, note)) {
                    return;
                }
                if (want.isTemplate() && willRun) {
                    chain.add(all -> new StopContainer(target, all));
                }
                snapshot(name);
            }

            private void snapshot(String name) {
                Note record = note;
                boolean replaces = memory.records().containsKey(name);
                changes.add(new Change("snapshot " + name, "", "", replaces ? "the state before it is new" : ""));
                chain.add(all -> new TakeSnapshot(target, name, record, replaces, all));
            }

            private Change change(String what, @org.jspecify.annotations.Nullable String before, String after) {
                return before == null
                        ? new Change(what, "", "", found.isPresent() ? "has not been applied yet" : "")
                        : new Change(what, before, after, "its files changed");
            }

            private List<Network> networks() {
                return want.networkList();
            }
        }
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    /** The options of a network that hold its address, for comparing guests with each other. */
    static Optional<String> addressIn(String network) {
        return PropertyString.parse(network, "")
                .get("ip")
                .filter(ip -> ip.contains("/"))
                .map(ip -> ip.substring(0, ip.indexOf('/')));
    }
}
