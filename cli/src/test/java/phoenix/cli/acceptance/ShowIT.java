package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code phoenix show}: what a guest gets, and from where. */
@OnTheSimulatedLab
class ShowIT {
    private final Site site;

    @TempDir
    private Path folder;

    ShowIT(Site site) {
        this.site = site;
    }

    @Test
    void each_key_is_told_with_its_value_and_its_origin() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        fleet.edit(text -> text.replaceFirst("\\{", "{\"defaults\": {\"cpuunits\": 77},"));

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "show", "9001").expect(0);

        assertThat(ended.out())
                .startsWith("9001, container\n")
                .containsPattern(
                        "(?m)^  cpuunits +77 +defaults, " + folder.resolve("phoenix_lxc_configs.json") + ":1:[0-9]+$")
                .containsPattern("(?m)^  name +\"test-server\" +guest, .*phoenix_lxc_configs.json:[0-9]+:[0-9]+$");
    }

    @Test
    void programs_get_json() {
        FleetFolder fleet = FleetFolder.in(folder, site);

        PhoenixCommand.Ended ended = site.phoenix("show", "--config", fleet.path(), "9000", "9001", "--json")
                .expect(0);

        assertThat(ended.out())
                .contains("\"id\": 9000")
                .contains("\"id\": 9001")
                .contains("\"key\": \"name\"");
    }

    @Test
    void a_guest_that_is_not_there_is_answered_with_those_that_are() {
        FleetFolder fleet = FleetFolder.in(folder, site);

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "show", "999").expect(64);

        assertThat(ended.err()).isEqualTo("Error: guest 999 is in none of the files\n  Try: use one of: 9000, 9001");
        assertThat(ended.out()).isEmpty();
    }
}
