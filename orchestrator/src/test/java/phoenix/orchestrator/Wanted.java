package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.RawOption;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.pve.VmId;

/** A container as the user wants it, being put together by a test: nothing is managed but what the test sets. */
public final class Wanted {
    public static final Resources NO_RESOURCES = new Resources(null, null, null, null, null);
    public static final Labels NO_LABELS = new Labels(null, null, null, null, null);

    private final VmId id;
    private final String name;
    private final Origin origin;
    public @Nullable String templateSnapshot;
    public boolean proxmoxTemplate;
    public final List<StageSnapshot> snapshots = new ArrayList<>();
    public int rootfsGiB = 8;
    public Resources resources = NO_RESOURCES;
    public final SortedMap<String, Network> networks = new TreeMap<>();
    public Dns dns = new Dns(null, null);
    public @Nullable Map<String, String> proxmoxFeatures;
    public Boot boot = new Boot(null, null, null, null);
    public Labels labels = NO_LABELS;
    public @Nullable String timezone;
    public @Nullable List<Mount> mounts;
    public @Nullable List<Device> devices;
    public @Nullable List<Integer> gpus;
    public @Nullable AppArmor appArmor;
    public @Nullable List<RawOption> rawOptions;
    public @Nullable Firewall firewall;
    public Inputs inputs = Inputs.NONE;
    public final List<Feature> features = new ArrayList<>();
    public final List<Application> applications = new ArrayList<>();
    public final List<HealthCheck> healthChecks = new ArrayList<>();
    public final List<VmId> dependencies = new ArrayList<>();

    public Wanted(VmId id, String name, Origin origin) {
        this.id = id;
        this.name = name;
        this.origin = origin;
    }

    /** An interface with a fixed address. */
    public static Network network(String ip, @Nullable String gateway) {
        return new Network("eth0", "vmbr0", ip, gateway, null, null, null, null, null, null, null);
    }

    public DesiredContainer value() {
        return new DesiredContainer(
                id,
                new Place("phoenix_lxc_configs.json", 3, 5, "/lxc_configs/" + id),
                name,
                origin,
                templateSnapshot,
                proxmoxTemplate,
                snapshots,
                "local-zfs",
                rootfsGiB,
                resources,
                networks,
                dns,
                true,
                proxmoxFeatures,
                boot,
                labels,
                timezone,
                List.of(),
                mounts,
                devices,
                gpus == null ? null : new TreeSet<>(gpus),
                appArmor,
                rawOptions,
                firewall,
                features,
                applications,
                inputs,
                healthChecks,
                new TreeSet<>(dependencies));
    }
}
