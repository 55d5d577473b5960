package phoenix.orchestrator.host.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;

class DataSetsTest {
    private static final Place PLACE = new Place("phoenix_hypervisor_config.json", 1, 1, "/zfs/datasets/0");

    private static List<HostResource> compare(Map<String, String> properties, String facts) {
        DesiredHost want = DesiredHost.EMPTY.with(
                new HostZfs(null, null, List.of(), List.of(new HostZfs.DataSet("tank/media", properties, PLACE))));
        return new DataSets().compare(want, HostFacts.of(Map.of(DataSets.LOOK, facts)));
    }

    private static List<String> acts(HostResource resource) {
        return resource.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    @Test
    void sizes_are_the_same_however_they_are_spelled() {
        String facts = """
                value\ttank/media\tquota\t1539316278886
                value\ttank/media\trecordsize\t131072
                value\ttank/media\treservation\t0
                ours\ttank/media\tquota,recordsize,reservation
                """;

        assertThat(compare(Map.of("quota", "1.4T", "recordsize", "128K", "reservation", "none"), facts)
                        .get(0)
                        .isAsDeclared())
                .isTrue();
    }

    @Test
    void what_phoenix_set_and_the_file_drops_is_inherited_again() {
        String facts = """
                value\ttank/media\tquota\t1048576
                value\ttank/media\tcompression\tlz4
                ours\ttank/media\tcompression,quota
                """;

        assertThat(acts(compare(Map.of("quota", "1M"), facts).get(0)))
                .containsExactly(
                        "run on the node: zfs inherit compression tank/media",
                        "run on the node: zfs set phoenix:set=quota tank/media");
    }

    @Test
    void what_somebody_else_set_and_the_file_does_not_name_is_left_alone() {
        String facts = "value\ttank/media\tcompression\tzstd\nours\ttank/media\tnone\n";

        assertThat(compare(Map.of(), facts).get(0).isAsDeclared()).isTrue();
    }

    @Test
    void what_zfs_settles_for_good_is_refused() {
        String facts = "value\ttank/media\tcasesensitivity\tsensitive\nours\ttank/media\tcasesensitivity\n";

        assertThat(compare(Map.of("casesensitivity", "mixed"), facts)
                        .get(0)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("casesensitivity is sensitive");
    }

    @Test
    void a_data_set_that_is_declared_no_more_is_told_of_and_stays() {
        HostResource found = compare(Map.of(), "ours\ttank/old\tquota\n").get(1);

        assertThat(found.name()).isEqualTo("data set tank/old");
        assertThat(found.isAsDeclared()).isTrue();
        assertThat(found.remarks()).hasSize(1).first().asString().contains("zfs destroy -r tank/old");
    }
}
