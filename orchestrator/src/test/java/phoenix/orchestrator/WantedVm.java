package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.pve.VmId;

/** A VM as the user wants it, being put together by a test: nothing is managed but what the test sets. */
public final class WantedVm {
    public static final Hardware HARDWARE = new Hardware(null, null, null, null, null, false, true, null, null);
    public static final CloudInit NO_CLOUD_INIT =
            new CloudInit(List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of());

    private final VmId id;
    private final String name;
    private final Origin origin;
    public boolean isTemplate;
    public @Nullable String templateSnapshot;
    public final List<StageSnapshot> snapshots = new ArrayList<>();
    public @Nullable Integer diskGiB;
    public @Nullable List<DesiredVm.Disk> disks;
    public Hardware hardware = HARDWARE;
    public Resources resources = Wanted.NO_RESOURCES;
    public final List<Network> networks = new ArrayList<>();
    public Dns dns = new Dns(null, null);
    public Labels labels = Wanted.NO_LABELS;
    public CloudInit cloudInit = NO_CLOUD_INIT;
    public @Nullable Firewall firewall;
    public final List<Feature> features = new ArrayList<>();
    public final List<Application> applications = new ArrayList<>();
    public final List<HealthCheck> healthChecks = new ArrayList<>();
    public final List<VmId> dependencies = new ArrayList<>();

    public WantedVm(int id, String name, Origin origin) {
        this.id = new VmId(id);
        this.name = name;
        this.origin = origin;
    }

    public DesiredVm value() {
        return new DesiredVm(
                id,
                new Place("phoenix_vm_configs.json", 3, 5, "/vms/0"),
                name,
                origin,
                isTemplate,
                templateSnapshot,
                snapshots,
                "local-zfs",
                diskGiB,
                disks,
                hardware,
                resources,
                networks,
                dns,
                new Boot(null, null, null, null),
                labels,
                cloudInit,
                firewall,
                features,
                applications,
                Inputs.NONE,
                healthChecks,
                new TreeSet<>(dependencies));
    }
}
