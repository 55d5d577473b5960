package phoenix.orchestrator.host.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;

class ResolverTest {
    @Test
    void servers_and_domain_are_written_and_other_lines_stay() {
        HostResource found = compare("search old.example\noptions edns0\nnameserver 192.0.2.1\n", "lab.example");

        assertThat(found.changes())
                .extracting(change -> change.attribute() + ": " + change.before() + " -> " + change.after())
                .containsExactly("name servers: 192.0.2.1 -> 192.0.2.8", "search domain: old.example -> lab.example");
        assertThat(found.acts().get(0).preview())
                .containsSubsequence("    options edns0", "    search lab.example", "    nameserver 192.0.2.8");
    }

    @Test
    void a_domain_that_is_not_declared_stays_and_a_file_that_is_right_is_left() {
        assertThat(compare("search old.example\nnameserver 192.0.2.8\n", null).isAsDeclared())
                .isTrue();
        assertThat(compare("domain lab.example\nnameserver 192.0.2.8\n", "lab.example")
                        .isAsDeclared())
                .isTrue();
    }

    private static HostResource compare(String file, @Nullable String domain) {
        HostSystem system = new HostSystem(
                null,
                null,
                null,
                new HostSystem.Resolver(List.of("192.0.2.8"), domain),
                List.of(),
                false,
                null,
                List.of());
        return new Resolver()
                .compare(DesiredHost.EMPTY.with(system), HostFacts.of(Map.of("look-resolver.sh", file)))
                .get(0);
    }
}
