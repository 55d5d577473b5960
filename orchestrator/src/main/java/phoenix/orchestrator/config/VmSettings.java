package phoenix.orchestrator.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.Dns;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.PublishedImage;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;

/** What a VM declares and no other guest has a say in, so that nothing of it has to be checked against others. */
record VmSettings(
        @Nullable String imageChecksum,
        @Nullable PublishedImage publishedImage,
        @Nullable Boolean fullClone,
        List<StageSnapshot> snapshots,
        boolean managesDisks,
        Hardware hardware,
        Resources resources,
        Dns dns,
        Boot boot,
        Labels labels,
        CloudInit cloudInit,
        @Nullable Firewall firewall,
        List<Application> applications,
        Inputs inputs,
        List<HealthCheck> healthChecks) {
    VmSettings {
        snapshots = List.copyOf(snapshots);
        applications = List.copyOf(applications);
        healthChecks = List.copyOf(healthChecks);
    }
}
