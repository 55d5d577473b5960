package phoenix.orchestrator.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Feature;

/**
 * Makes the errands of a container's scripts.
 *
 * @param helper the shared helper, copied beside every script
 */
public record Scripts(Path helper) {
    private static final String FEATURE_SCRIPT = "feature.sh";
    private static final Duration FEATURE_LIMIT = Duration.ofMinutes(30);

    /** @param verb {@code check} or {@code apply} */
    public Errand feature(DesiredGuest want, Feature feature, String verb) {
        return new Errand(
                GuestFiles.of(want, feature, helper), FEATURE_SCRIPT, List.of(verb), environment(want), FEATURE_LIMIT);
    }

    public Errand application(DesiredGuest want, Application application) {
        return new Errand(
                GuestFiles.of(want, application, helper),
                application.script().getFileName().toString(),
                List.of(),
                environment(want),
                application.limit());
    }

    /** What every script of a guest finds in its environment, beside the guest's own variables. */
    public static Map<String, String> environment(DesiredGuest want) {
        return Map.of("PHOENIX_GUEST_ID", want.id().toString(), "PHOENIX_GUEST_NAME", want.name());
    }
}
