package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.StorageApi;

/** Command lines and files that cannot be carried out: what is wrong, where, what to write instead, and an exit code of its own. */
@OnTheSimulatedLab
class BadInputIT {
    private static final String LXC_FILE = "phoenix_lxc_configs.json";

    private final Site site;

    @TempDir
    private Path folder;

    BadInputIT(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ""                             | nothing to do: name guests by their IDs, or --all             | phoenix --help
        --wrong                        | Unknown option: '--wrong'                                     | phoenix --help
        web                            | 'web' is no guest ID: it is a whole number from 100 to        | phoenix --help
        99                             | '99' is no guest ID: it is a whole number from 100 to         | phoenix --help
        --all 900                      | --all and IDs exclude each other                              | phoenix --help
        --delete                       | --delete needs the IDs of the guests                          | phoenix --help
        --delete --all                 | --delete takes IDs; there is no way to delete all             | phoenix --help
        --all --rebuild --reconfigure  | --reconfigure and --rebuild exclude each other                | phoenix --help
        --delete 953 --rebuild         | --rebuild does not go with --delete                           | phoenix --help
        --config                       | Missing required parameter for option '--config' (DIR)        | phoenix --help
        lab shell --simulate           | a simulated lab has no shell                                  | leave --simulate out
        --dry-run lab down             | --dry-run does not go with lab                                | phoenix --help
        lab --simulate serve --port 70000 | there is no port 70000                                     | choose one from 1 to 65535
        """)
    void a_wrong_command_line_is_answered_with_64(String words, String what, String hint) {
        String[] arguments = words.isEmpty() ? new String[0] : words.split(" ");

        PhoenixCommand.Ended ended = PhoenixCommand.run(site.commandEnvironment(), Site.COMMAND_LIMIT, arguments);

        assertThat(ended.expect(64).err()).startsWith("Error: " + what).contains("\n  Try: " + hint);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void an_unknown_guest_is_answered_with_the_known_ones() {
        FleetFolder fleet = FleetFolder.in(folder, site);

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "999").expect(64);

        assertThat(ended.err())
                .isEqualTo("Error: guest 999 is in none of the files\n"
                        + "  Try: use one of: 9000 (test-template), 9001 (test-server)");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        Path nowhere = folder.resolve("nowhere");

        PhoenixCommand.Ended ended =
                site.phoenix("--config", nowhere.toString(), "--all").expect(3);

        assertThat(ended.err())
                .startsWith("Error: there is no configuration folder " + nowhere)
                .contains("  Try: name one with --config DIR; examples/quickstart is one to begin with");
    }

    @Test
    void a_file_in_place_of_its_folder_is_answered_with_the_folder() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        Path file = Path.of(fleet.path(), LXC_FILE);

        PhoenixCommand.Ended ended =
                site.phoenix("--config", file.toString(), "--all").expect(3);

        assertThat(ended.err())
                .isEqualTo("Error: " + file + " is a file, and a configuration is a folder\n"
                        + "  Try: name the folder that it lies in: --config " + fleet.path());
    }

    @Test
    void a_simulated_node_is_not_set_up_and_the_ways_out_are_told() {
        PhoenixCommand.Ended ended = site.phoenix(
                        "--config", FleetFolder.in(folder, site).path(), "--setup-hypervisor")
                .expect(64);

        assertThat(ended.err())
                .contains("Error: a simulated node is no whole system that could be set up\n"
                        + "  Try: leave --simulate out for a real lab, or add --dry-run to see what would be done");
    }

    @Test
    void a_folder_without_files_is_told_what_belongs_there() {
        PhoenixCommand.Ended ended =
                site.phoenix("--config", folder.toString(), "--all").expect(3);

        assertThat(ended.err())
                .startsWith("Error: the file of the containers does not exist\n  " + folder.resolve(LXC_FILE))
                .contains("  Try: write it, or name another folder with --config")
                .contains("has 1 error; nothing was touched");
    }

    @Test
    void validate_says_how_many_mistakes_there_are_or_what_the_files_hold() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        PhoenixCommand.Ended good =
                site.phoenix("validate", "--config", fleet.path()).expect(0);

        fleet.edit(text -> text.replaceFirst("memory_mb", "memory_bm"));
        PhoenixCommand.Ended bad =
                site.phoenix("validate", "--config", fleet.path()).expect(3);
        PhoenixCommand.Ended json =
                site.phoenix("--config", fleet.path(), "validate", "--json").expect(3);

        assertThat(good.out()).isEqualTo("The configuration in " + fleet.path() + " is valid: 2 containers, 0 VMs.");
        assertThat(good.err()).isEmpty();
        assertThat(bad.out()).isEqualTo("The configuration in " + fleet.path() + " has 1 error.");
        assertThat(bad.err()).startsWith("Error: 'memory_bm' is no key of a container\n  " + fleet.path());
        assertThat(json.out())
                .contains("\"severity\": \"error\"", "\"hint\": \"did you mean 'memory_mb'?\"")
                .startsWith("[");
    }

    @Test
    void broken_json_is_told_with_file_line_and_column() throws IOException {
        Files.writeString(folder.resolve(LXC_FILE), """
            {
              "lxc_configs": {
                "9000": {
                  "name": "web"
                  "memory_mb": 256
                }
              }
            }
            """);

        PhoenixCommand.Ended ended =
                site.phoenix("--config", folder.toString(), "--all").expect(3);

        assertThat(ended.err())
                .startsWith("Error: a comma is missing before '\"'\n  " + folder.resolve(LXC_FILE) + ":5:7")
                .contains("  Try: write a comma after the value before it, which ends on line 4");
    }

    @Test
    void all_mistakes_of_a_file_are_told_at_once_each_with_its_place_and_the_nearest_known_key() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        fleet.edit(text -> text.replaceFirst("memory_mb", "memory_bm")
                .replace("\"clone_from_ctid\": \"9000\"", "\"clone_from_ctid\": \"9009\""));

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "--all").expect(3);

        assertThat(ended.err())
                .containsPattern("Error: 'memory_bm' is no key of a container\n  " + folder.resolve(LXC_FILE)
                        + ":[0-9]+:7  /lxc_configs/9000/memory_bm\n  Try: did you mean 'memory_mb'\\?")
                .containsPattern("Error: the clone source 9009 is no container of this file\n  "
                        + folder.resolve(LXC_FILE) + ":[0-9]+:[0-9]+  /lxc_configs/9001/clone_from_ctid\n"
                        + "  Try: add a container 9009, or write the ID of another one; those that can be cloned: 9000")
                .endsWith("has 2 errors; nothing was touched\n  Try: mend what is listed above");
    }

    @Test
    void a_template_that_the_node_does_not_know_is_refused_with_those_that_it_knows() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        fleet.edit(text -> text.replace(site.template(), "debian-99-standard"));

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "--all").expect(1);

        assertThat(ended.err())
                .contains(
                        "Error: template 'debian-99-standard' of container 9000 (test-template) is neither on a storage"
                                + " of node pve nor in its catalogue\n  " + folder.resolve(LXC_FILE) + ":3:")
                .containsPattern("  Try: use one of: .*debian-12-standard")
                .contains("container 9001 (test-server) needs 9000 (test-template), which is refused");
        assertThat(ended.out()).containsPattern("9000 \\(test-template\\) +refused");
        assertThat(guests()).doesNotContain(9000, 9001);
    }

    @Test
    void an_address_that_a_foreign_guest_has_is_refused_and_the_rest_is_done() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        try (PveClient client = site.client()) {
            makeStranger(client);
            try {
                PhoenixCommand.Ended ended =
                        site.phoenix("--config", fleet.path(), "--all").expect(1);

                assertThat(ended.err())
                        .contains(
                                "Error: address " + site.network() + ".241 of container 9001 (test-server) is taken by"
                                        + " container 9010 (stranger)\n  " + folder.resolve(LXC_FILE))
                        .contains("  Try: choose another address in network_config, or change that guest");
                assertThat(ended.out())
                        .containsPattern("9000 \\(test-template\\) +created")
                        .containsPattern("9001 \\(test-server\\) +refused");
                assertThat(guests()).contains(9000, 9010).doesNotContain(9001);
            } finally {
                client.sendTask(
                        GuestApi.destroy(new GuestPath(GuestKind.CONTAINER, "pve", new VmId(9010), "stranger"), true),
                        Site.COMMAND_LIMIT,
                        line -> {});
                site.phoenix("--delete", "9000", "--yes").expect(0);
            }
        }
    }

    private void makeStranger(PveClient client) {
        String template = client.send(StorageApi.templates("pve")).stream()
                .map(entry -> entry.template())
                .filter(name -> name.startsWith(site.template()))
                .findFirst()
                .orElseThrow();
        client.sendTask(StorageApi.fetchTemplate("pve", "local", template), Site.COMMAND_LIMIT, line -> {});
        client.sendTask(
                LxcApi.create(
                        "pve",
                        Map.of(
                                "vmid",
                                "9010",
                                "ostemplate",
                                "local:vztmpl/" + template,
                                "hostname",
                                "stranger",
                                "rootfs",
                                site.storage() + ":1",
                                "unprivileged",
                                "1",
                                "net0",
                                "name=eth0,bridge=vmbr0,ip=" + site.network() + ".241/24"),
                        "stranger"),
                Site.COMMAND_LIMIT,
                line -> {});
    }

    private List<Integer> guests() {
        try (PveClient client = site.client()) {
            return client.send(ClusterApi.guests()).stream()
                    .map(guest -> guest.id().value())
                    .toList();
        }
    }
}
