package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * One virtual machine as the user wants it. A null part means "not mine to manage".
 *
 * @param isTemplate whether it is made a Proxmox template once it is as wanted
 * @param templateSnapshot the snapshot taken once it is as wanted; null for none
 * @param snapshots those that are taken on its way
 * @param diskGiB size of its first disk in GiB; null: as large as what it is made from
 * @param disks beside the first one; null: not managed
 * @param inputs this VM's part of the configuration; what its scripts get to see
 */
public record DesiredVm(
        VmId id,
        Place place,
        String name,
        Origin origin,
        boolean isTemplate,
        @Nullable String templateSnapshot,
        List<StageSnapshot> snapshots,
        String storage,
        @Nullable Integer diskGiB,
        @Nullable List<Disk> disks,
        Hardware hardware,
        Resources resources,
        List<Network> networkList,
        Dns dns,
        Boot boot,
        Labels labels,
        CloudInit cloudInit,
        @Nullable Firewall firewall,
        List<Feature> features,
        List<Application> applications,
        Inputs inputs,
        List<HealthCheck> healthChecks,
        SortedSet<VmId> dependencies)
        implements DesiredGuest {
    public DesiredVm {
        snapshots = List.copyOf(snapshots);
        disks = disks == null ? null : List.copyOf(disks);
        networkList = List.copyOf(networkList);
        features = List.copyOf(features);
        applications = List.copyOf(applications);
        healthChecks = List.copyOf(healthChecks);
        dependencies = Collections.unmodifiableSortedSet(new TreeSet<>(dependencies));
    }

    /** What a VM is made from. */
    public sealed interface Origin {
        /**
         * A disk image.
         *
         * @param name as the user wrote it: a name of the catalogue, a file name on one of the node's storages, a volume, a path on the
         *     node, or a URL
         * @param checksum {@code sha256:} or {@code sha512:} and digits; null if it is not checked
         * @param published what the catalogue says of that name; null if it does not have it
         */
        record Image(
                String name,
                @Nullable String checksum,
                @Nullable PublishedImage published) implements Origin {}

        /**
         * Another VM.
         *
         * @param snapshot of it; null for a template, which has none
         * @param full whether all is copied, or the clone shares its disks with the template; null: the latter where it can be
         */
        record Clone(
                VmId source,
                @Nullable String snapshot,
                @Nullable Boolean full) implements Origin {}
    }

    /** A disk beside the first one. */
    public record Disk(String storage, int sizeGiB) {}

    @Override
    public GuestKind kind() {
        return GuestKind.VM;
    }

    /** Whether anything is done or looked at in it beside what cloud-init does. */
    public boolean worksInside() {
        return !features.isEmpty()
                || !applications.isEmpty()
                || healthChecks.stream().anyMatch(check -> !check.probe().fromNode());
    }

    /**
     * How the node gets into it where no agent is wanted: by SSH, to a fixed address, as the first user who may become root. Empty where
     * there is an agent, nothing to do inside, or no such way.
     */
    public Optional<SshLogin> login() {
        if (hardware.agent() || !worksInside() || cloudInit.replacesUserData()) {
            return Optional.empty();
        }
        return networkList.stream()
                .findFirst()
                .flatMap(network -> network.address().or(network::address6))
                .flatMap(address -> cloudInit.administrator().map(user -> new SshLogin(user, address)));
    }

    /** Whether programs can be run in it. */
    public boolean isOpen() {
        return hardware.agent() || login().isPresent();
    }

    /** This, and the user of {@link #login} takes one more SSH key. */
    public DesiredVm letting(String publicKey) {
        return login().map(login -> with(cloudInit.letting(login.user(), publicKey)))
                .orElse(this);
    }

    private DesiredVm with(CloudInit other) {
        return new DesiredVm(
                id,
                place,
                name,
                origin,
                isTemplate,
                templateSnapshot,
                snapshots,
                storage,
                diskGiB,
                disks,
                hardware,
                resources,
                networkList,
                dns,
                boot,
                labels,
                other,
                firewall,
                features,
                applications,
                inputs,
                healthChecks,
                dependencies);
    }

    public Optional<Origin.Clone> clonedFrom() {
        return origin instanceof Origin.Clone clone ? Optional.of(clone) : Optional.empty();
    }

    @Override
    public Optional<VmId> cloneSource() {
        return clonedFrom().map(Origin.Clone::source);
    }

    @Override
    public Set<String> snapshotNames() {
        Set<String> names = new LinkedHashSet<>();
        snapshots.forEach(snapshot -> names.add(snapshot.name()));
        if (templateSnapshot != null) {
            names.add(templateSnapshot);
        }
        return names;
    }

    @Override
    public List<String> featureNames() {
        return features.stream().map(Feature::name).toList();
    }
}
