package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose API is all that there is: no shell. */
@OnTheSimulatedLab
class ApiAloneIT {
    private final Site site;
    private final Site apiAlone;
    private final FleetFolder fleet;

    ApiAloneIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.apiAlone = new Site(
                site.apiEnvironment(),
                site.apiEnvironment(),
                List.of(),
                site.network(),
                site.storage(),
                site.template(),
                false);
        this.fleet = FleetFolder.in(folder, site);
    }

    @Test
    void what_the_shell_would_have_told_is_read_by_the_api() {
        site.phoenix("--config", fleet.path(), "--all").expect(0);
        try {
            PhoenixCommand.Ended ended =
                    apiAlone.phoenix("--config", fleet.path(), "--all").expect(0);

            assertThat(ended.out()).contains("Nothing to do").contains("no shell");
        } finally {
            site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
        }
    }

    @Test
    void what_needs_a_shell_is_refused_beforehand_with_the_way_out() {
        PhoenixCommand.Ended ended =
                apiAlone.phoenix("--config", fleet.path(), "9000").expect(1);

        assertThat(ended.out()).containsPattern("9000 \\(test-template\\) +refused");
        assertThat(ended.err())
                .contains("container 9000 (test-template) needs feature marker run inside it")
                .contains("there is no shell on node pve")
                .contains("PROXMOX_VE_SSH_USERNAME");
        assertThat(apiAlone.phoenix("--delete", "9000", "--yes").expect(0).out())
                .contains("nothing to delete");
    }
}
