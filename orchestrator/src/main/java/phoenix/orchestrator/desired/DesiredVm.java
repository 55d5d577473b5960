package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * One virtual machine as the user wants it: what the checks, the graph and the overview need of it.
 *
 * @param source the VM that it is cloned from; null if it is made from an image
 * @param image the image that it is made from; null if it is a clone
 * @param templateSnapshot the snapshot taken once it is as wanted; null for none
 * @param diskGiB size of its disk in GiB
 */
public record DesiredVm(
        VmId id,
        Place place,
        String name,
        @Nullable VmId source,
        @Nullable String image,
        boolean isTemplate,
        @Nullable String templateSnapshot,
        String storage,
        @Nullable Integer diskGiB,
        Resources resources,
        List<Network> networkList,
        Boot boot,
        List<String> featureNames,
        SortedSet<VmId> dependencies)
        implements DesiredGuest {
    public DesiredVm {
        networkList = List.copyOf(networkList);
        featureNames = List.copyOf(featureNames);
        dependencies = Collections.unmodifiableSortedSet(new TreeSet<>(dependencies));
    }

    @Override
    public GuestKind kind() {
        return GuestKind.VM;
    }

    @Override
    public Optional<VmId> cloneSource() {
        return Optional.ofNullable(source);
    }
}
