package phoenix.orchestrator.host.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.plan.Change;

class OwnStepsTest {
    private static HostResource compare(String... lines) {
        HostServices.OwnStep step = new HostServices.OwnStep(
                "motd", List.of("time zone"), new TreeMap<>(Map.of("greeting", "hello")), "#!/bin/sh\n");
        DesiredHost want = DesiredHost.EMPTY.with(
                new HostServices(List.of(), null, List.of(), new TreeMap<>(), null, null, null, List.of(step)));
        return new OwnSteps()
                .compare(want, HostFacts.of(Map.of("own-step-motd", String.join("\n", lines))))
                .get(0);
    }

    @Test
    void a_check_that_ends_well_leaves_nothing_to_do() {
        assertThat(compare("exit 0").isAsDeclared()).isTrue();
    }

    @Test
    void a_check_says_what_is_to_be_done_and_what_must_be_first() {
        HostResource step = compare("said /etc/motd is missing", "exit 1");

        assertThat(step.changes()).extracting(Change::before).containsExactly("/etc/motd is missing");
        assertThat(step.needs()).containsExactly("time zone");
        assertThat(step.acts().get(0).preview())
                .startsWith("run on the node: apply-step.sh PHOENIX_GREETING=hello, which reads:");
    }

    @Test
    void a_check_that_breaks_is_refused_with_what_it_said() {
        assertThat(compare("said no such host", "exit 7")
                        .refusal()
                        .orElseThrow()
                        .why())
                .isEqualTo("its check ended with exit code 7: no such host");
        assertThat(compare().refusal()).isPresent();
    }
}
