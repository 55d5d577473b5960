package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.RawOption;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;

/** The parts of a container that no check compares with other guests; each is explained at {@code DesiredContainer}. */
record ContainerSettings(
        List<StageSnapshot> snapshots,
        Resources resources,
        Dns dns,
        @Nullable Map<String, String> proxmoxFeatures,
        Boot boot,
        Labels labels,
        @Nullable String timezone,
        List<String> sshPublicKeys,
        @Nullable List<Device> devices,
        @Nullable List<RawOption> rawOptions,
        @Nullable Firewall firewall,
        List<Application> applications,
        Inputs inputs,
        List<HealthCheck> healthChecks) {}
