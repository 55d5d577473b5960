package phoenix.orchestrator.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.GuestKind;

/**
 * A container as it was read.
 *
 * @param proxmoxTemplate whether it is made a template of Proxmox's own
 * @param fullClone whether a clone is a whole copy; null for the usual
 * @param mounts its own and those of shared volumes, each with the place in the file that asks for it; null if they are not managed
 * @param portainerRole as it is written
 * @param settings what no other guest has a say in
 */
public record ContainerDraft(
        Common common,
        @Nullable Located<String> template,
        @Nullable Located<String> templateChecksum,
        boolean proxmoxTemplate,
        @Nullable Located<Boolean> fullClone,
        @Nullable Located<Boolean> unprivileged,
        @Nullable List<Located<Mount>> mounts,
        @Nullable Located<AppArmor> appArmor,
        @Nullable Located<String> portainerRole,
        ContainerSettings settings)
        implements GuestDraft {
    public ContainerDraft {
        mounts = mounts == null ? null : List.copyOf(mounts);
    }

    @Override
    public GuestKind kind() {
        return GuestKind.CONTAINER;
    }

    @Override
    public boolean canBeCloned() {
        return isTemplate();
    }

    /** The mounts that are folders of the node, which keep Proxmox from taking snapshots. */
    public List<Located<Mount>> bindMounts() {
        return mounts == null
                ? List.of()
                : mounts.stream()
                        .filter(mount -> mount.value() instanceof Mount.Bind)
                        .toList();
    }

    /** The container itself. Call it only if no error was found. */
    DesiredContainer finish(Clones clones) {
        return new DesiredContainer(
                id(),
                place(),
                Located.given(name()),
                origin(clones),
                Located.valueOf(templateSnapshot()),
                proxmoxTemplate,
                settings.snapshots(),
                Located.given(storage()),
                Located.given(diskGiB()),
                settings.resources(),
                desiredNetworks(),
                settings.dns(),
                clones.unprivileged(this),
                settings.proxmoxFeatures(),
                settings.boot(),
                settings.labels(),
                settings.timezone(),
                settings.sshPublicKeys(),
                mounts == null ? null : mounts.stream().map(Located::value).toList(),
                settings.devices(),
                Located.valueOf(gpus()),
                Located.valueOf(appArmor),
                settings.rawOptions(),
                settings.firewall(),
                features().stream().map(feature -> feature.value().feature()).toList(),
                settings.applications(),
                settings.inputs(),
                settings.healthChecks(),
                new TreeSet<>(dependencies().stream().map(Located::value).toList()));
    }

    /** Whether it is to share its volume with what it is cloned from. */
    public boolean isLinked() {
        return fullClone != null && !fullClone.value();
    }

    private Origin origin(Clones clones) {
        Optional<ContainerDraft> source = clones.sourceOf(this);
        return source.isPresent()
                ? new Origin.Clone(
                        source.get().id(), Located.valueOf(source.get().templateSnapshot()), isLinked())
                : new Origin.Template(Located.given(template), Located.valueOf(templateChecksum));
    }

    private SortedMap<String, Network> desiredNetworks() {
        SortedMap<String, Network> desired = new TreeMap<>();
        for (NetworkDraft network : networks()) {
            desired.put("net" + desired.size(), network.desired(settings.firewall()));
        }
        return desired;
    }
}
