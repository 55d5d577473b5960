package phoenix.orchestrator.config;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Resources;
import phoenix.pve.GuestKind;

/**
 * A VM as it was read.
 *
 * @param image what it is made from if it is no clone
 * @param moreDisks beside the first one, in their order
 * @param pciDevices addresses of the node's devices that it gets for itself, {@code 0000:01:00.0}
 */
public record VmDraft(
        Common common,
        @Nullable Located<String> image,
        List<Disk> moreDisks,
        List<Located<String>> pciDevices,
        Resources resources,
        Boot boot)
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

    /** The VM itself. Call it only if no error was found. */
    DesiredVm finish() {
        return new DesiredVm(
                id(),
                place(),
                Located.given(name()),
                Located.valueOf(cloneSource()),
                Located.valueOf(image),
                isTemplate(),
                Located.valueOf(templateSnapshot()),
                Located.given(storage()),
                Located.valueOf(diskGiB()),
                resources,
                networks().stream().map(NetworkDraft::desired).toList(),
                boot,
                features().stream()
                        .map(feature -> feature.value().feature().name())
                        .toList(),
                new TreeSet<>(dependencies().stream().map(Located::value).toList()));
    }
}
