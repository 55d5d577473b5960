package phoenix.orchestrator.container;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Gpus;
import phoenix.orchestrator.actual.TakenAddresses;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.guest.MakeTemplate;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.guest.RemoveHalfMade;
import phoenix.orchestrator.guest.Scripts;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * Plans one container: from what is there, the first thing that is not as wanted, and everything from there on.
 *
 * <ol>
 *   <li>Refuse what cannot or must not be done.
 *   <li>Absent: create or clone it. Present: set the options that differ, put note and tag right, grow its volume, and restart it if
 *       something waits for that. Made from an older state of its source, and asked to make such ones anew: remove and clone it.
 *   <li>What its note does not show inside the guest, and the snapshots: {@link Stages}.
 * </ol>
 *
 * <p>Pure: the same arguments give the same plan.
 */
public final class ContainerPlanner {
    /** What waits for a restart of a container that has just been made. */
    private static final SortedSet<String> NOTHING = Collections.emptySortedSet();

    private final Actual actual;
    private final TakenAddresses taken;
    private final Scripts scripts;

    /**
     * @param taken the addresses of guests that are in no file
     * @param helper the file that is copied beside every script
     */
    public ContainerPlanner(Actual actual, TakenAddresses taken, Path helper) {
        this.actual = actual;
        this.taken = taken;
        this.scripts = new Scripts(helper);
    }

    /** The step that waits until a container that was started can work. */
    public static Step ready(Target container, DesiredContainer want, Set<StepKey> needs) {
        return new AwaitReady(container, want.networkList(), needs);
    }

    /**
     * Plans one.
     *
     * @param planned the guests that this one is cloned from or depends on, planned already
     * @param redo what to do again though the container is there
     */
    public PlannedContainer plan(DesiredContainer want, Map<VmId, PlannedGuest> planned, Redo redo) {
        Optional<ActualGuest> found = actual.guest(want.id());
        Lineage lineage = Lineage.of(want, planned, actual);
        Optional<String> stale = found.flatMap(have -> have.memory().note()).flatMap(lineage::staleness);
        Optional<String> halfMade = found.filter(have -> actual.canRemoveHalfMade(have, GuestKind.CONTAINER))
                .map(ActualGuest::halfMadeInWords);
        Optional<String> why = halfMade.or(() -> stale.filter(older -> redo == Redo.ANEW));
        boolean anew = why.isPresent();
        Optional<Subject.Refusal> refusal = new Refusals(actual, taken, planned).of(want, lineage, found, anew);
        if (refusal.isPresent()) {
            return PlannedContainer.refused(want, refusal.get());
        }
        if (found.isEmpty()) {
            return new OneContainer(want, lineage, found, planned).planNew();
        }
        return anew
                ? new OneContainer(want, lineage, Optional.empty(), planned).planAnew(found.get(), why.get())
                : new OneContainer(want, lineage, found, planned)
                        .planChange(
                                found.get(),
                                redo == Redo.IN_PLACE
                                        && !MakeTemplate.isOne(found.get().options()));
    }

    /** The work on one container. Used by one thread, once. */
    private final class OneContainer {
        private final DesiredContainer want;
        private final Lineage lineage;
        private final Target target;
        private final Memory memory;
        private final Map<String, String> options;
        private final Draft<DesiredContainer> draft;
        private final Copies copies;

        /** @param found what is there and stays */
        OneContainer(
                DesiredContainer want, Lineage lineage, Optional<ActualGuest> found, Map<VmId, PlannedGuest> planned) {
            this.want = want;
            this.lineage = lineage;
            this.target = Target.container(
                    want.id(), want.label(), found.map(ActualGuest::node).orElse(actual.node()));
            this.memory = found.map(ActualGuest::memory).orElse(Memory.NONE);
            this.options = found.map(ActualGuest::options).orElse(Map.of());
            Note note = memory.note().orElseGet(() -> Note.made(want.id(), lineage.base(), lineage.inherited()));
            this.copies = new Copies(planned, actual);
            this.draft = new Draft<>(
                    want,
                    target,
                    memory,
                    planned,
                    note,
                    found.map(ActualGuest::running).orElse(false));
        }

        PlannedContainer planNew() {
            make();
            return finish(Subject.Action.CREATE, false);
        }

        PlannedContainer planAnew(ActualGuest old, String why) {
            String before = old.memory().note().map(Note::base).orElse("");
            draft.change(new Change("base", before, lineage.base(), why, Impact.RECREATE));
            DeletePlanner.losses(old).forEach(draft::change);
            // Not before what it is made from is there: if that fails, the old one stays.
            draft.step(
                    want.cloneSource().map(Set::of).orElse(Set.of()),
                    all -> old.isHalfMade()
                            ? new RemoveHalfMade(target, withDownload(all))
                            : new RemoveContainer(target, old.running(), withDownload(all)));
            make();
            return finish(Subject.Action.RECREATE, false);
        }

        PlannedContainer planChange(ActualGuest have, boolean again) {
            reconcile(have, again);
            return finish(Subject.Action.CHANGE, again);
        }

        private void make() {
            SettingSteps settings = SettingSteps.ofNew(draft, copies);
            Map<String, String> wanted = settings.options();
            Note made = draft.note(draft.note().managing(settings.managed()));
            settings.first(false);
            if (want.origin() instanceof Origin.Template template) {
                TemplateChoice choice = TemplateChoice.find(template, actual).orElseThrow();
                draft.change(new Change("from", "", choice.volume().toString(), "", Impact.NONE));
                if (!choice.url().isEmpty() && choice.checksum().isEmpty()) {
                    draft.remark("nothing checks that the template is the right one: template_checksum is not given");
                }
                CreateContainer create = new CreateContainer(target, want, wanted, choice.volume(), made, Set.of());
                draft.step(all -> create.needing(withDownload(all)));
                settings.before();
                OptionDiff rest = OptionDiff.between(wanted, create.options());
                if (!rest.isEmpty()) {
                    draft.step(all -> new Configure(target, wanted, rest, NOTHING, made, all));
                }
            } else if (want.origin() instanceof Origin.Clone clone) {
                draft.change(
                        new Change("from", "", clone.from() + (clone.linked() ? " (linked)" : ""), "", Impact.NONE));
                Note copy = made.managing(settings.managedAtFirst());
                draft.step(Set.of(clone.source()), all -> new CloneContainer(target, want, clone, copy, all));
                settings.before();
                draft.step(all -> new Configure(target, wanted, settings.diff(), NOTHING, made, all));
                DiskSize size = DiskSize.ofGiB(want.rootfsGiB());
                if (size.compareTo(lineage.sourceSize().orElse(size)) > 0) {
                    draft.step(all -> new GrowVolume(target, "rootfs", size, all));
                }
            }
            settings.tellWhatIsLeft();
            settings.after();
        }

        /** These needs and, where the template has to be downloaded first, that. */
        private Set<StepKey> withDownload(Set<StepKey> needs) {
            Set<StepKey> all = new LinkedHashSet<>(needs);
            if (want.origin() instanceof Origin.Template template) {
                TemplateChoice.find(template, actual)
                        .filter(TemplateChoice::needsWork)
                        .ifPresent(choice -> all.add(ProvideTemplate.key(actual.node(), choice)));
            }
            return all;
        }

        private void reconcile(ActualGuest have, boolean again) {
            SettingSteps settings = SettingSteps.ofPresent(draft, have, actual);
            Note found = draft.note();
            OptionDiff diff = settings.diff();
            diff.changes().forEach(draft::change);
            settings.tell();
            draft.tellOfNote(found, settings.managed(), options.getOrDefault("tags", ""), again);
            tellOfKept(found, settings.managed());

            boolean waits = draft.running() && (draft.needsRestart() || found.restart());
            Note next = (again ? found.forgettingItsWork() : found)
                    .managing(settings.managed())
                    .waitingForRestart(waits);
            if (again && lineage.features().isEmpty() && lineage.canCatchUp(found)) {
                next = next.basedOn(lineage.base());
            }
            Note written = draft.note(next);
            boolean noteIsRight = memory.rolledBackTo().isEmpty()
                    && written.equals(found)
                    && options.getOrDefault("tags", "").contains(written.tag());
            settings.first(again);
            settings.before();
            settings.letGo();
            if (!diff.isEmpty() || !noteIsRight) {
                draft.step(all -> new Configure(target, settings.options(), diff, have.waitingValues(), written, all));
            }
            growRootfs();
            settings.after();
            restartIfDue(have);
        }

        /** Tells of what stays though the file dropped it. */
        private void tellOfKept(Note found, Set<String> managed) {
            Set<String> kept = new TreeSet<>(found.managed());
            kept.removeAll(managed);
            kept.retainAll(OptionDiff.KEPT);
            if (!kept.isEmpty()) {
                draft.remark("Proxmox does not let go of " + String.join(", ", kept)
                        + "; what the file no longer declares stays as it is");
            }
        }

        private void growRootfs() {
            DiskSize size = DiskSize.ofGiB(want.rootfsGiB());
            GrowVolume.sizeOf(options.getOrDefault("rootfs", ""))
                    .filter(now -> now.compareTo(size) < 0)
                    .ifPresent(now -> {
                        draft.step(all -> new GrowVolume(target, "rootfs", size, all));
                        draft.change(new Change("rootfs", now.toString(), size.toString(), "differs from the file"));
                    });
        }

        private void restartIfDue(ActualGuest have) {
            if (draft.restartIsDue(have)) {
                Note restarted = draft.note(draft.note().waitingForRestart(false));
                draft.step(want.dependencies(), all -> new RestartContainer(target, restarted, all));
                draft.restarted();
            }
        }

        private PlannedContainer finish(Subject.Action action, boolean again) {
            boolean isNew = action != Subject.Action.CHANGE;
            Optional<String> obstacle = SnapshotObstacle.of(want, options, memory.managed(), actual);
            Stages stages = new Stages(
                    draft,
                    lineage,
                    scripts,
                    new Stages.Circumstances(
                            isNew,
                            again,
                            !isNew && MakeTemplate.isOne(options),
                            actual.access().shell(),
                            actual.facts().gpus().flatMap(Gpus::driver).isPresent(),
                            obstacle));
            Optional<Subject.Refusal> noShell = AccessRefusals.withoutShell(want, stages.workInside(), actual);
            if (noShell.isPresent()) {
                return PlannedContainer.refused(want, noShell.get());
            }
            stages.plan();
            Optional<String> stale = isNew ? Optional.empty() : lineage.staleness(draft.note());
            return new PlannedContainer(
                    want,
                    draft.subject(action, stale),
                    Optional.of(draft.note()),
                    draft.records(),
                    lineage.features(),
                    !want.applications().isEmpty()
                            || lineage.source()
                                    .filter(PlannedContainer::runsApplications)
                                    .isPresent());
        }
    }
}
