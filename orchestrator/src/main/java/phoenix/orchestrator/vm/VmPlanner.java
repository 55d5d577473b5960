package phoenix.orchestrator.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.TakenAddresses;
import phoenix.orchestrator.desired.CloudInit.Part;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.guest.DestroyGuest;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.guest.LiftedProtection;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.guest.RemoveHalfMade;
import phoenix.orchestrator.guest.Scripts;
import phoenix.orchestrator.guest.StopGuest;
import phoenix.orchestrator.guest.Surroundings;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.vm.cloudinit.Documents;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * Plans one VM, in the way in which a container is planned.
 *
 * <ol>
 *   <li>Refuse what cannot or must not be done.
 *   <li>Absent: import or clone it. Present: set the options that differ, grow and add disks, restart it if something waits for that.
 *   <li>What its note does not show inside it, the snapshot, or the template: {@link VmStages}.
 * </ol>
 *
 * <p>Pure: the same arguments give the same plan.
 */
public final class VmPlanner {
    private final Actual actual;
    private final TakenAddresses taken;
    private final Scripts scripts;

    /**
     * @param taken the addresses of guests that are in no file
     * @param helper the file that is copied beside every script
     */
    public VmPlanner(Actual actual, TakenAddresses taken, Path helper) {
        this.actual = actual;
        this.taken = taken;
        this.scripts = new Scripts(helper);
    }

    /**
     * Plans one.
     *
     * @param before the guests that this one is cloned from or depends on, planned already
     * @param redo what to do again though the VM is there
     */
    public PlannedVm plan(DesiredVm declared, Map<VmId, PlannedGuest> before, Redo redo) {
        DesiredVm want = actual.access().publicKey().map(declared::letting).orElse(declared);
        Optional<ActualGuest> found = actual.guest(want.id());
        VmLineage lineage = VmLineage.of(want, before, actual);
        Optional<String> stale = found.flatMap(have -> have.memory().note()).flatMap(lineage::staleness);
        Optional<String> halfMade = found.filter(have -> actual.canRemoveHalfMade(have, GuestKind.VM))
                .map(ActualGuest::halfMadeInWords);
        Optional<String> why = halfMade.or(() -> stale.filter(older -> redo == Redo.ANEW));
        boolean anew = why.isPresent();
        boolean adopted = found.flatMap(have -> have.memory().note())
                .filter(Note::isAdopted)
                .isPresent();
        SortedMap<Part, String> documents = Documents.of(want, !adopted && makesSureOfAgent(want));
        Optional<Subject.Refusal> refusal =
                new VmRefusals(actual, taken, before).of(want, found, anew, !documents.isEmpty());
        if (refusal.isPresent()) {
            return PlannedVm.refused(want, refusal.get());
        }
        OneVm vm = new OneVm(want, lineage, found.filter(have -> !anew), before, documents);
        if (anew) {
            vm.remove(found.get(), why.get());
        }
        return found.isEmpty() || anew
                ? vm.planNew(anew ? Subject.Action.RECREATE : Subject.Action.CREATE)
                : vm.planChange(found.get(), redo == Redo.IN_PLACE);
    }

    /** The step that waits until a VM that was started can work. */
    public static Step ready(DesiredVm vm, String node, Set<StepKey> needs) {
        return new AwaitVm(Target.of(vm, node), Optional.empty(), needs);
    }

    /** An image need not hold the agent, and only a document of ours can put it in; without a shell the image has to hold it. */
    private boolean makesSureOfAgent(DesiredVm want) {
        return want.origin() instanceof Origin.Image
                && want.hardware().agent()
                && actual.access().shell()
                && actual.facts().snippetStorage().isPresent();
    }

    /** The work on one VM. Used by one thread, once. */
    private final class OneVm {
        private final DesiredVm want;
        private final VmLineage lineage;
        private final Map<VmId, PlannedGuest> before;
        private final Target target;
        private final Memory memory;
        private final Map<String, String> have;
        private final List<Snippet> snippets;
        private final SortedMap<String, String> declared;
        private final SortedMap<String, String> options;
        private final Draft<DesiredVm> draft;
        private final VmDiskChanges disks;

        OneVm(
                DesiredVm want,
                VmLineage lineage,
                Optional<ActualGuest> found,
                Map<VmId, PlannedGuest> before,
                Map<Part, String> documents) {
            this.want = want;
            this.lineage = lineage;
            this.before = before;
            this.target = Target.of(want, found.map(ActualGuest::node).orElse(actual.node()));
            this.memory = found.map(ActualGuest::memory).orElse(Memory.NONE);
            this.have = found.map(ActualGuest::options).orElse(Map.of());
            this.snippets =
                    Snippet.of(want.id(), actual.facts().snippetStorage().orElse("local"), documents);
            Note note = memory.note().orElseGet(() -> Note.made(want.id(), lineage.base(), lineage.inherited()));
            this.declared = VmOptions.of(want, snippets);
            if (note.isAdopted()) {
                declared.keySet().removeAll(VmOptions.ONLY_WHEN_MADE);
            }
            this.options = new TreeMap<>(LiftedProtection.restored(declared, note.managed()));
            this.draft = new Draft<>(
                    want,
                    target,
                    memory,
                    before,
                    note,
                    found.map(ActualGuest::running).orElse(false));
            this.disks = new VmDiskChanges(want, target, have, draft);
        }

        void remove(ActualGuest old, String why) {
            draft.change(new Change(
                    "base", old.memory().note().map(Note::base).orElse(""), lineage.base(), why, Impact.RECREATE));
            VmDeletePlanner.losses(old).forEach(draft::change);
            // Not before what it is made from is there: if that fails, the old one stays.
            Set<VmId> source = want.cloneSource().map(Set::of).orElse(Set.of());
            Target there = Target.vm(want.id(), want.label(), old.node());
            if (old.isHalfMade()) {
                draft.step(source, all -> new RemoveHalfMade(there, all));
                return;
            }
            if (old.running()) {
                draft.step(source, all -> new StopGuest(there, all));
            }
            draft.step(source, all -> new DestroyGuest(there, all));
        }

        PlannedVm planNew(Subject.Action action) {
            Note made = draft.note(draft.note().managing(managed()));
            documents();
            mapDevices();
            Surroundings surroundings = Surroundings.ofNew(draft, actual.facts());
            surroundings.before();
            if (want.origin() instanceof Origin.Image image) {
                ImageChoice choice = ImageChoice.find(image, actual).orElseThrow();
                draft.change(new Change("from", "", choice.file(), "", Impact.NONE));
                if (choice.isToBeFetched() && !choice.isVouchedFor()) {
                    draft.remark("nothing checks that the image is the right one: no checksum of it is given");
                }
                Map<String, String> parameters = VmCreation.parameters(want, options, choice);
                boolean asRoot = choice.isPath() || rawDevices();
                draft.step(all -> new CreateVm(target, parameters, made, asRoot, withImage(all, choice)));
            } else if (want.origin() instanceof Origin.Clone clone) {
                draft.change(new Change("from", "", lineage.base().replaceFirst("#.*", ""), "", Impact.NONE));
                boolean full = isFull(clone);
                Map<String, String> copied = new VmCopies(before, actual)
                        .options(want, options, source -> Documents.of(source, makesSureOfAgent(source)));
                // A run that dies before the next step leaves a clone whose note says what is still to be taken away.
                Set<String> all = managed();
                all.addAll(copied.keySet());
                Note copy = made.managing(all);
                draft.step(Set.of(clone.source()), needs -> new CloneVm(target, want, clone, full, copy, needs));
                VmDiff diff = VmDiff.between(options, copied, copied.keySet());
                disks.addOfFirmware(
                        diff,
                        lineage.source()
                                .map(source -> VmDisks.ofFirmware(source.want()).keySet())
                                .orElse(Set.of()));
                draft.step(needs -> new ConfigureVm(target, options, diff, made, rawDevices(), needs));
            }
            disks.grow(lineage.source().map(source -> source.want().diskGiB()).map(DiskSize::ofGiB));
            disks.add();
            surroundings.bring();
            return finish(action, false);
        }

        /** Only a template can share its disks, on a storage of its own that can do so. */
        private boolean isFull(Origin.Clone clone) {
            if (clone.snapshot() != null) {
                return true;
            } else if (clone.full() != null) {
                return clone.full();
            }
            return !CloneAbility.shares(want.storage(), actual)
                    || lineage.source()
                            .filter(source -> source.want().storage().equals(want.storage()))
                            .isEmpty();
        }

        private Set<StepKey> withImage(Set<StepKey> needs, ImageChoice choice) {
            Set<StepKey> all = new java.util.LinkedHashSet<>(needs);
            if (choice.isToBeFetched() || choice.isToBeChecked()) {
                all.add(choice.key(actual.node()));
            }
            return all;
        }

        PlannedVm planChange(ActualGuest found, boolean again) {
            Note before = draft.note();
            VmDiff diff = VmDiff.between(options, have, before.managed());
            diff.changes().forEach(draft::change);
            String tags = have.getOrDefault("tags", "");
            draft.tellOfNote(before, managed(), tags, again);
            boolean waits = draft.running() && (draft.needsRestart() || before.restart());
            Note written = draft.note((again ? before.forgettingItsWork() : before)
                    .managing(managed())
                    .waitingForRestart(waits));
            boolean noteIsRight =
                    memory.rolledBackTo().isEmpty() && written.equals(before) && tags.contains(written.tag());
            if (diff.set().containsKey("cicustom")) {
                documents();
            }
            boolean otherDevices = diff.set().keySet().stream().anyMatch(option -> option.startsWith("hostpci"));
            if (otherDevices || isMappingMissing()) {
                mapDevices();
            }
            Surroundings surroundings = Surroundings.ofPresent(draft, actual.facts(), memory.managed());
            surroundings.tell();
            surroundings.before();
            surroundings.letGo();
            disks.detach(before.managed());
            disks.addOfFirmware(diff, have.keySet());
            if (!diff.isEmpty() || !noteIsRight) {
                boolean asRoot = rawDevices() && otherDevices;
                draft.step(all -> new ConfigureVm(target, options, diff, written, asRoot, all));
            }
            Optional<DiskSize> size = GrowVolume.sizeOf(have.getOrDefault(VmDisks.FIRST, ""));
            if (size.isPresent()) {
                disks.grow(size);
            }
            disks.add();
            tidyDocuments(diff);
            surroundings.bring();
            restart(found);
            return finish(Subject.Action.CHANGE, again);
        }

        private Set<String> managed() {
            Set<String> names = VmOptions.managed(declared);
            names.addAll(VmDisks.further(want));
            names.addAll(Surroundings.managed(want));
            return names;
        }

        private void documents() {
            if (!snippets.isEmpty()) {
                draft.step(all -> new WriteSnippets(target, snippets, all));
            }
        }

        private boolean isMappingMissing() {
            return actual.facts()
                    .hardware()
                    .filter(hardware -> !PciDevices.newMappings(want, hardware).isEmpty())
                    .isPresent();
        }

        private void mapDevices() {
            actual.facts().hardware().ifPresent(hardware -> {
                PciDevices.newMappings(want, hardware).forEach((mapping, map) -> {
                    draft.change(new Change("resource mapping " + mapping, "", map, "", Impact.NONE));
                    draft.step(all -> new MapDevice(target, mapping, map, all));
                });
                PciDevices.remarks(want, hardware).forEach(draft::remark);
            });
        }

        private boolean rawDevices() {
            return PciDevices.of(want).stream().anyMatch(PciDevices::isAddress);
        }

        private void tidyDocuments(VmDiff diff) {
            boolean changed =
                    diff.set().containsKey("cicustom") || diff.delete().contains("cicustom");
            if (changed && actual.access().shell()) {
                Snippet.storage(have.getOrDefault("cicustom", ""))
                        .ifPresent(storage -> draft.step(all -> new RemoveSnippets(target, storage, all)));
            }
        }

        private void restart(ActualGuest found) {
            if (draft.restartIsDue(found)) {
                Note restarted = draft.note(draft.note().waitingForRestart(false));
                draft.step(want.dependencies(), all -> new RestartVm(target, restarted, all));
                draft.restarted();
            }
        }

        private PlannedVm finish(Subject.Action action, boolean again) {
            boolean isNew = action != Subject.Action.CHANGE;
            boolean finished = have.getOrDefault("template", "0").equals("1");
            new VmStages(draft, scripts, lineage.inherited(), again).plan(isNew, finished);
            Optional<String> stale = isNew ? Optional.empty() : lineage.staleness(draft.note());
            return new PlannedVm(want, draft.subject(action, stale), Optional.of(draft.note()), draft.records());
        }
    }
}
