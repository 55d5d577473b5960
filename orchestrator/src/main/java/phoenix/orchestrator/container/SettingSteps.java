package phoenix.orchestrator.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.guest.Surroundings;
import phoenix.orchestrator.plan.Change;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.RawLines;

/**
 * Plans what brings a container's settings about beside its options: folders to be mounted, volumes to be grown, raw lines, confinement,
 * firewall, pool. Used by one thread, once.
 */
final class SettingSteps {
    private final Draft<DesiredContainer> draft;
    private final DesiredContainer want;
    private final NodeFacts facts;
    private final Map<String, String> have;
    private final List<RawEntry> rawLines;
    private final boolean isNew;
    private final Set<String> managedBefore;
    private final Settings settings;
    private final Surroundings surroundings;

    private SettingSteps(
            Draft<DesiredContainer> draft,
            NodeFacts facts,
            Map<String, String> have,
            List<RawEntry> rawLines,
            boolean isNew,
            Set<String> managedBefore) {
        this.draft = draft;
        this.want = draft.want();
        this.facts = facts;
        this.have = have;
        this.rawLines = rawLines;
        this.isNew = isNew;
        this.managedBefore = managedBefore;
        this.settings = Settings.of(want, have, managedBefore, facts);
        this.surroundings =
                isNew ? Surroundings.ofNew(draft, facts) : Surroundings.ofPresent(draft, facts, managedBefore);
    }

    /** Of a container that has to be made. */
    static SettingSteps ofNew(Draft<DesiredContainer> draft, Copies copies) {
        NodeFacts facts = copies.actual().facts();
        if (draft.want().origin() instanceof Origin.Clone clone) {
            Map<String, String> copied = copies.options(clone);
            return new SettingSteps(
                    draft, facts, copied, copies.rawLines(clone), true, Copies.networksToDrop(draft.want(), copied));
        }
        String unprivileged = draft.want().unprivileged() ? "1" : "0";
        return new SettingSteps(draft, facts, Map.of("unprivileged", unprivileged), List.of(), true, Set.of());
    }

    /** Of one that is there. */
    static SettingSteps ofPresent(Draft<DesiredContainer> draft, ActualGuest found, Actual actual) {
        return new SettingSteps(
                draft,
                actual.facts(),
                found.options(),
                found.config().current().raw(),
                false,
                draft.note().managed());
    }

    /** What the options shall be. */
    Map<String, String> options() {
        return settings.options();
    }

    /** The names for the note. A profile's name holds its digest, so that a changed profile is noticed. */
    SortedSet<String> managed() {
        SortedSet<String> names = new TreeSet<>(settings.managed());
        profile().ifPresent(profile -> names.add(loaded(profile)));
        return names;
    }

    /** The same with what a clone has from its source and loses next: a run that dies in between leaves a note that still tells. */
    SortedSet<String> managedAtFirst() {
        SortedSet<String> names = managed();
        if (isNew) {
            names.addAll(managedBefore);
        }
        return names;
    }

    /** How the options differ from those that are there, or that the container will be made with. */
    OptionDiff diff() {
        return OptionDiff.between(settings.options(), have, managedBefore);
    }

    /** Tells what differs beside the options, and what the user should know. */
    void tell() {
        profile()
                .filter(profile -> !managedBefore.contains(loaded(profile)))
                .ifPresent(profile -> draft.change(
                        new Change("AppArmor profile " + profile.name(), "", profile.digest(), "its file changed")));
        growing()
                .forEach((option, size) -> draft.change(new Change(
                        option + " size",
                        GrowVolume.sizeOf(have.getOrDefault(option, ""))
                                .map(DiskSize::toString)
                                .orElse(""),
                        size.toString(),
                        "differs from the file")));
        RawOptions.changes(rawLines, wantedLines()).forEach(draft::change);
        surroundings.tell();
        tellWhatIsLeft();
    }

    /**
     * What the node has to have first; the note will say that it is done.
     *
     * @param again whether the node is looked at whatever the note says
     */
    void first(boolean again) {
        surroundings.before();
        profile()
                .filter(profile -> again || !managedBefore.contains(loaded(profile)))
                .ifPresent(profile -> draft.step(all -> new LoadProfile(draft.target(), profile, all)));
    }

    /** What has to be there before the options can be set. */
    void before() {
        OptionDiff diff = diff();
        if (want.mounts() != null) {
            for (Mount mount : want.mounts()) {
                boolean changed = MountPoints.optionOf(mount, diff.set()).isPresent();
                if (mount instanceof Mount.Bind bind && changed) {
                    draft.step(all -> new ProvideFolder(draft.target(), bind, want.unprivileged(), all));
                }
            }
        }
    }

    /** What the file dropped and is not among the options, before the note is written, which forgets it. */
    void letGo() {
        surroundings.letGo();
        if (dropsLines()) {
            writeLines();
        }
    }

    /** What comes once the options are set. */
    void after() {
        growing().forEach((option, size) -> draft.step(all -> new GrowVolume(draft.target(), option, size, all)));
        if (!dropsLines()) {
            writeLines();
        }
        surroundings.bring();
    }

    /** Tells what the user should know though nothing is done about it. */
    void tellWhatIsLeft() {
        if (RawOptions.lacksAppArmor(want, facts)) {
            draft.remarkOnce(
                    "is not confined, nor is any other that names an AppArmor profile: the node's kernel has none");
        }
        if (isNew && want.clonedFrom().isPresent() && !want.sshPublicKeys().isEmpty()) {
            draft.remark(
                    "ssh_public_keys are not put into it: Proxmox does that only for a container made from a template");
        }
        String root = have.getOrDefault("rootfs", "");
        if (!isNew && !root.isEmpty() && !MountForm.storage(root).equals(want.storage())) {
            draft.remark("its root volume stays on storage " + MountForm.storage(root)
                    + "; move it, once it is stopped, by: pct move-volume " + want.id() + " rootfs " + want.storage());
        }
        settings.options().forEach((option, value) -> {
            String found = have.getOrDefault(option, "");
            if (option.matches("mp[0-9]+") && !found.isEmpty() && !MountForm.isBind(found)) {
                if (value.isEmpty() || MountForm.isBind(value)) {
                    draft.remark("the volume " + found.replaceFirst(",.*", "") + " at " + MountForm.path(found)
                            + " is detached and stays as an unused disk; pct set " + want.id()
                            + " --delete unusedN frees it");
                } else if (!MountForm.storage(value).equals(MountForm.storage(found))) {
                    draft.remark("the volume at " + MountForm.path(found) + " stays on storage "
                            + MountForm.storage(found) + "; move it by: pct move-volume " + want.id() + " " + option
                            + " " + MountForm.storage(value));
                }
            }
        });
    }

    private Map<String, DiskSize> growing() {
        Map<String, DiskSize> growing = new java.util.TreeMap<>();
        if (want.mounts() == null) {
            return growing;
        }
        for (Mount mount : want.mounts()) {
            if (mount instanceof Mount.Volume volume) {
                DiskSize wanted = DiskSize.ofGiB(volume.sizeGiB());
                MountPoints.optionOf(mount, have)
                        .filter(option -> GrowVolume.sizeOf(have.getOrDefault(option, ""))
                                .filter(size -> size.compareTo(wanted) < 0)
                                .isPresent())
                        .ifPresent(option -> growing.put(option, wanted));
            }
        }
        return growing;
    }

    private boolean dropsLines() {
        Set<String> dropped = new TreeSet<>(managedBefore);
        dropped.retainAll(Settings.OF_LINES);
        dropped.removeAll(settings.managed());
        return !dropped.isEmpty();
    }

    private void writeLines() {
        List<RawEntry> lines = wantedLines();
        if (!RawLines.same(rawLines, lines)) {
            draft.step(all -> new WriteRawLines(draft.target(), lines, all));
        }
    }

    private List<RawEntry> wantedLines() {
        return RawOptions.wanted(want, rawLines, managedBefore, facts);
    }

    private Optional<AppArmor.Profile> profile() {
        return want.appArmor() instanceof AppArmor.Profile profile
                        && facts.appArmor().orElse(true)
                ? Optional.of(profile)
                : Optional.empty();
    }

    private static String loaded(AppArmor.Profile profile) {
        return Settings.APPARMOR + "-" + profile.digest();
    }
}
