package phoenix.orchestrator.config.check;

import java.util.Set;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;

/** Reports roles in Portainer that a container cannot play. */
final class PortainerRoles {
    private static final Set<String> RUNNING = Set.of("server", "agent");

    private final Lineage lineage;
    private final Problems problems;

    PortainerRoles(Lineage lineage, Problems problems) {
        this.lineage = lineage;
        this.problems = problems;
    }

    void check(GuestDraft guest) {
        Located<String> role = guest instanceof ContainerDraft container ? container.portainerRole() : null;
        if (role == null || role.value().equals("none")) {
            return;
        }
        Set<String> features = lineage.featuresOf(guest);
        boolean hasDocker = features.contains("docker");
        if (!RUNNING.contains(role.value())) {
            problems.warning(
                    role.place(),
                    "'portainer_role' is '" + role.value() + "', which makes Phoenix do nothing"
                            + (hasDocker ? "" : "; the container has no Docker that Portainer could run in"),
                    "write \"none\", or leave it out");
        } else if (!hasDocker) {
            problems.error(
                    role.place(),
                    "'portainer_role' is '" + role.value()
                            + "', but neither this container nor a container that it is cloned from has the feature 'docker'",
                    "add \"docker\" and \"portainer\" to 'features', or write \"none\"");
        } else if (!features.contains("portainer")) {
            problems.warning(
                    role.place(),
                    "'portainer_role' is '" + role.value()
                            + "', but the container has no feature 'portainer' that would run it",
                    "add \"portainer\" to 'features', or write \"none\"");
        }
    }
}
