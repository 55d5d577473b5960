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
import phoenix.orchestrator.host.Made;

class ResolverTest {
    @Test
    void servers_and_domain_are_written_and_other_lines_stay() {
        HostResource found = compare("search old.example\noptions edns0\nnameserver 192.0.2.1\n", "lab.example");

        assertThat(found.changes())
                .extracting(change -> change.attribute() + ": " + change.before() + " -> " + change.after())
                .containsExactly("name servers: 192.0.2.1 -> 192.0.2.8", "search domain: old.example -> lab.example");
        assertThat(found.acts())
                .flatExtracting(act -> act.preview())
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

    @Test
    void what_phoenix_set_and_the_file_drops_is_told_while_it_is_there() {
        String file = "search lab.example\nnameserver 192.0.2.8\nnameserver 192.0.2.9\n";
        String noted = "values\tname servers\t192.0.2.8 192.0.2.9\nvalues\tsearch domain\tlab.example\n";

        assertThat(told(DesiredHost.EMPTY, file, noted))
                .containsExactly(
                        "name servers: declared no more, and stays 192.0.2.8 192.0.2.9; to set another: edit"
                                + " /etc/resolv.conf; to hear no more of it, remove its line from /var/lib/phoenix/values",
                        "search domain: declared no more, and stays lab.example; to set another: edit /etc/resolv.conf;"
                                + " to hear no more of it, remove its line from /var/lib/phoenix/values");
        assertThat(told(with(null), file, noted)).singleElement().asString().startsWith("search domain: ");
        assertThat(told(with("lab.example"), file, noted)).isEmpty();
        assertThat(told(DesiredHost.EMPTY, "search other.example\nnameserver 192.0.2.9\n", noted))
                .isEmpty();
    }

    private static List<String> told(DesiredHost want, String file, String noted) {
        return new Resolver()
                .compare(want, HostFacts.of(Map.of("look-resolver.sh", file, Made.LOOK, noted))).stream()
                        .flatMap(resource -> resource.remarks().stream().map(remark -> resource.name() + ": " + remark))
                        .toList();
    }

    private static HostResource compare(String file, @Nullable String domain) {
        return new Resolver()
                .compare(with(domain), HostFacts.of(Map.of("look-resolver.sh", file)))
                .get(0);
    }

    private static DesiredHost with(@Nullable String domain) {
        HostSystem system = new HostSystem(
                null,
                null,
                null,
                new HostSystem.Resolver(List.of("192.0.2.8"), domain),
                List.of(),
                false,
                null,
                List.of());
        return DesiredHost.EMPTY.with(system);
    }
}
