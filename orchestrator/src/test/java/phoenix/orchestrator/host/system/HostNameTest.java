package phoenix.orchestrator.host.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;

class HostNameTest {
    private static final DesiredHost HOST =
            DesiredHost.EMPTY.with(new HostSystem(null, "phoenix", null, null, List.of(), false, null, List.of()));

    private static List<HostResource> compare(Map<String, String> answers) {
        return new HostName().compare(HOST, HostFacts.of(answers));
    }

    @Test
    void another_name_is_refused_with_the_one_that_the_node_has() {
        assertThat(compare(Map.of("look-host-name.sh", "name pve1\n")))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.refusal().orElseThrow().why()).startsWith("the node is called pve1, "));
    }

    @Test
    void of_a_node_of_which_nothing_is_known_no_name_is_refused() {
        assertThat(compare(Map.of())).isEmpty();
    }
}
