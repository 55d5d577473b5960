package phoenix.orchestrator.host.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;

class CacheTest {
    private static List<HostResource> compare(@Nullable Integer gib, String now, String noted) {
        String text = Base64.getEncoder().encodeToString((now + "\n").getBytes(StandardCharsets.UTF_8));
        String file = "regular file\t644\troot:root\t0:0\t/sys/module/zfs/parameters/zfs_arc_max\t" + text + "\n";
        return new Cache()
                .compare(
                        DesiredHost.EMPTY.with(new HostZfs(gib, null, List.of(), List.of())),
                        HostFacts.of(Map.of("files-of-zfs", file, Made.LOOK, noted)));
    }

    @Test
    void a_limit_that_is_in_force_and_declared_no_more_is_told_until_it_is_another() {
        String noted = "values\tlimit of the ZFS cache\t1073741824\n";

        assertThat(compare(1, "0", "").get(0).acts())
                .flatExtracting(act -> act.preview())
                .contains(
                        "run on the node: note-made.sh /var/lib/phoenix values '+limit of the ZFS cache\t1073741824'");
        assertThat(compare(null, "1073741824", noted).get(0).remarks())
                .singleElement()
                .asString()
                .startsWith("declared no more, and stays 1073741824; a restart of the node takes it back; ");
        assertThat(compare(null, "0", noted)).isEmpty();
    }
}
