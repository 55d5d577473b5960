package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * A VM as it was read.
 *
 * @param image what it is made from if it is no clone
 * @param moreDisks beside the first one, in their order
 * @param pciDevices addresses of the node's devices that it gets for itself, {@code 0000:01:00.0}
 * @param settings what no other guest has a say in
 */
public record VmDraft(
        Common common,
        @Nullable Located<String> image,
        List<Disk> moreDisks,
        List<Located<String>> pciDevices,
        VmSettings settings)
        implements GuestDraft {
    public VmDraft {
        moreDisks = List.copyOf(moreDisks);
        pciDevices = List.copyOf(pciDevices);
    }

    /** A disk beside the first one. */
    public record Disk(
            @Nullable Located<String> storage, @Nullable Located<Integer> sizeGiB) {}

    @Override
    public GuestKind kind() {
        return GuestKind.VM;
    }

    @Override
    public boolean canBeCloned() {
        return isTemplate() || templateSnapshot() != null;
    }

    /**
     * The VM itself. Call it only if no error was found.
     *
     * @param all every VM, by ID
     */
    DesiredVm finish(Map<VmId, VmDraft> all) {
        return new DesiredVm(
                id(),
                place(),
                Located.given(name()),
                origin(all),
                isTemplate(),
                Located.valueOf(templateSnapshot()),
                settings.snapshots(),
                Located.given(storage()),
                Located.valueOf(diskGiB()),
                settings.managesDisks() ? disks() : null,
                settings.hardware(),
                settings.resources(),
                networks().stream()
                        .map(network -> network.desired(settings.firewall()))
                        .toList(),
                settings.dns(),
                settings.boot(),
                settings.labels(),
                settings.cloudInit(),
                settings.firewall(),
                features().stream().map(feature -> feature.value().feature()).toList(),
                settings.applications(),
                settings.inputs(),
                settings.healthChecks(),
                new TreeSet<>(dependencies().stream().map(Located::value).toList()));
    }

    private List<DesiredVm.Disk> disks() {
        return moreDisks.stream()
                .map(disk -> new DesiredVm.Disk(
                        disk.storage() == null
                                ? Located.given(storage())
                                : disk.storage().value(),
                        Located.given(disk.sizeGiB())))
                .toList();
    }

    private Origin origin(Map<VmId, VmDraft> all) {
        Located<VmId> source = cloneSource();
        if (source == null) {
            return new Origin.Image(Located.given(image), settings.imageChecksum(), settings.publishedImage());
        }
        VmDraft from = all.get(source.value());
        String snapshot = from == null || from.isTemplate() ? null : Located.valueOf(from.templateSnapshot());
        return new Origin.Clone(source.value(), snapshot, settings.fullClone());
    }
}
