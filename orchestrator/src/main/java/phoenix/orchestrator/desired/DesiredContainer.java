package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * One container as the user wants it. A null part means "not mine to manage": it is never compared and never sent. An empty part means
 * that there shall be none.
 *
 * @param name the host name; Proxmox's {@code hostname}
 * @param templateSnapshot the snapshot that its clones are made from; a container with one is a template, kept stopped
 * @param proxmoxTemplate whether it is made a template of Proxmox's own once it is as wanted; it then never starts again
 * @param snapshots those that are taken on its way, beside those that always are
 * @param storage the storage of the root volume
 * @param rootfsGiB root volume in GiB; Proxmox grows it and never shrinks it
 * @param networks by Proxmox's option: {@code net0}
 * @param unprivileged whether the container's root is an ordinary user of the node
 * @param proxmoxFeatures Proxmox's {@code features}, such as {@code nesting} to {@code 1}
 * @param timezone Proxmox's {@code timezone}: a name of the time zone database, or {@code host}
 * @param sshPublicKeys root's authorised keys; Proxmox takes them at creation only
 * @param gpus indexes of the node's GPUs, {@code 0} for {@code /dev/nvidia0}
 * @param rawOptions lines of LXC's own, in their order
 * @param features our features, in the order in which they are applied
 * @param applications scripts that run last, in their order
 * @param inputs this container's part of the configuration; what its scripts get to see
 * @param healthChecks all of them must pass
 */
public record DesiredContainer(
        VmId id,
        Place place,
        String name,
        Origin origin,
        @Nullable String templateSnapshot,
        boolean proxmoxTemplate,
        List<StageSnapshot> snapshots,
        String storage,
        int rootfsGiB,
        Resources resources,
        SortedMap<String, Network> networks,
        Dns dns,
        boolean unprivileged,
        @Nullable Map<String, String> proxmoxFeatures,
        Boot boot,
        Labels labels,
        @Nullable String timezone,
        List<String> sshPublicKeys,
        @Nullable List<Mount> mounts,
        @Nullable List<Device> devices,
        @Nullable SortedSet<Integer> gpus,
        @Nullable AppArmor appArmor,
        @Nullable List<RawOption> rawOptions,
        @Nullable Firewall firewall,
        List<Feature> features,
        List<Application> applications,
        Inputs inputs,
        List<HealthCheck> healthChecks,
        SortedSet<VmId> dependencies)
        implements DesiredGuest {
    /** The snapshot before the application scripts run for the first time. */
    public static final String PRE_CONFIGURED = "pre-configured";

    private static final String FINAL_FORM = "final-form";

    public DesiredContainer {
        snapshots = List.copyOf(snapshots);
        networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
        proxmoxFeatures = proxmoxFeatures == null ? null : Map.copyOf(proxmoxFeatures);
        sshPublicKeys = List.copyOf(sshPublicKeys);
        mounts = mounts == null ? null : List.copyOf(mounts);
        devices = devices == null ? null : List.copyOf(devices);
        gpus = gpus == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(gpus));
        rawOptions = rawOptions == null ? null : List.copyOf(rawOptions);
        features = List.copyOf(features);
        applications = List.copyOf(applications);
        healthChecks = List.copyOf(healthChecks);
        dependencies = Collections.unmodifiableSortedSet(new TreeSet<>(dependencies));
    }

    /** What a container is made from. */
    public sealed interface Origin {
        /**
         * A template archive.
         *
         * @param name as the user wrote it: a name of the node's catalogue ({@code debian-12-standard}), a volume
         *     ({@code local:vztmpl/...}), the path of a file whose last part is the volume's name, or an address that the node downloads
         *     it from
         * @param checksum {@code sha256:} and digits; null if only Proxmox's own catalogue vouches for it
         */
        record Template(String name, @Nullable String checksum) implements Origin {
            public Template(String name) {
                this(name, null);
            }
        }

        /**
         * A copy of another container.
         *
         * @param snapshot the snapshot that is copied; null if the source is a template of Proxmox's own, which has none
         * @param linked whether it shares with its source what it does not change
         */
        record Clone(VmId source, @Nullable String snapshot, boolean linked) implements Origin {
            /** A snapshot of another container, copied whole. */
            public Clone(VmId source, String snapshot) {
                this(source, snapshot, false);
            }

            /** {@code 900@pre-configured}, or {@code 900}. */
            public String from() {
                return source + (snapshot == null ? "" : "@" + snapshot);
            }
        }
    }

    @Override
    public GuestKind kind() {
        return GuestKind.CONTAINER;
    }

    public Optional<Origin.Clone> clonedFrom() {
        return origin instanceof Origin.Clone clone ? Optional.of(clone) : Optional.empty();
    }

    @Override
    public Optional<VmId> cloneSource() {
        return clonedFrom().map(Origin.Clone::source);
    }

    @Override
    public boolean isTemplate() {
        return templateSnapshot != null || proxmoxTemplate;
    }

    /** The name of the snapshot that is its last stage. */
    public String lastSnapshot() {
        return templateSnapshot != null ? templateSnapshot : FINAL_FORM;
    }

    @Override
    public Set<String> snapshotNames() {
        Set<String> names = new LinkedHashSet<>();
        if (!isTemplate()) {
            names.add(PRE_CONFIGURED);
        }
        snapshots.forEach(snapshot -> names.add(snapshot.name()));
        if (!proxmoxTemplate) {
            names.add(lastSnapshot());
        }
        return names;
    }

    @Override
    public List<String> featureNames() {
        return features.stream().map(Feature::name).toList();
    }

    @Override
    public List<Network> networkList() {
        return List.copyOf(networks.values());
    }
}
