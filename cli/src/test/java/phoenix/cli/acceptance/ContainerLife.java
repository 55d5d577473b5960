package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/**
 * The life of a template and its clone, from nothing to gone, as a user drives it. The chapters follow one another on one fleet.
 * Nothing in here knows what kind of node it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ContainerLife {
    private final Site site;
    private final FleetFolder fleet;
    private final PveClient client;

    ContainerLife(Site site, Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
        this.client = site.client();
    }

    @BeforeAll
    void removeLeftovers() {
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }

    @AfterAll
    void removeEverything() {
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
        client.close();
    }

    @Test
    @Order(1)
    void a_dry_run_shows_the_exact_calls_and_changes_nothing() {
        PhoenixCommand.Ended ended =
                converge("--dry-run", "--verbose", "--detailed-exitcode").expect(2);

        assertThat(ended.out())
                .contains("+ 9000 (test-template)", "+ 9001 (test-server)")
                .contains("POST /nodes/")
                .contains("/lxc/9000/clone")
                .endsWith("Plan: 2 to create, 0 to change, 0 to delete, 0 unchanged.");
        assertThat(ours()).isEmpty();
    }

    @Test
    @Order(2)
    void one_command_makes_the_template_and_its_clone() {
        PhoenixCommand.Ended ended = converge().expect(0);

        assertThat(ended.out())
                .containsPattern("9000 \\(test-template\\) +created")
                .containsPattern("9001 \\(test-server\\) +created");
        assertThat(snapshots(9000)).containsExactlyInAnyOrder("marked", "base-ready");
        assertThat(snapshots(9001)).containsExactlyInAnyOrder("pre-configured", "final-form");
        assertThat(options(9001)).containsEntry("memory", "256").containsEntry("onboot", "1");
        assertThat(running(9000)).as("a finished template is stopped").isFalse();
        assertThat(running(9001)).isTrue();
    }

    @Test
    @Order(3)
    void the_second_run_changes_nothing_and_says_so() {
        String before = fingerprint();

        PhoenixCommand.Ended ended = converge().expect(0);

        assertThat(ended.out()).contains("Nothing to do: everything is as wanted");
        assertThat(fingerprint()).isEqualTo(before);
        converge("--dry-run", "--detailed-exitcode").expect(0);
    }

    @Test
    @Order(4)
    void drift_of_an_option_is_found_and_put_right() {
        client.send(LxcApi.setConfig(
                node(), FleetFolder.SERVER, Map.of("memory", "300"), List.of(), "the test's container"));

        PhoenixCommand.Ended plan = converge("--dry-run").expect(0);
        assertThat(plan.out()).contains("memory: 300 -> 256");
        converge().expect(0);

        assertThat(options(9001)).containsEntry("memory", "256");
        assertThat(snapshots(9001)).containsExactlyInAnyOrder("pre-configured", "final-form");
    }

    @Test
    @Order(5)
    void a_guest_that_somebody_stopped_is_started() {
        client.sendTask(
                GuestApi.stop(new GuestPath(GuestKind.CONTAINER, node(), FleetFolder.SERVER, "the test's container")),
                Site.COMMAND_LIMIT,
                line -> {});

        converge().expect(0);

        assertThat(running(9001)).isTrue();
    }

    @Test
    @Order(6)
    void a_changed_application_script_runs_again_and_its_template_is_left_alone() {
        fleet.write("scripts/page.txt", "another page\n");
        List<String> template = List.of(fingerprint(9000));

        PhoenixCommand.Ended ended = converge().expect(0);

        assertThat(ended.out())
                .containsPattern("9000 \\(test-template\\) +unchanged")
                .containsPattern("9001 \\(test-server\\) +changed");
        assertThat(List.of(fingerprint(9000))).isEqualTo(template);
    }

    @Test
    @Order(7)
    void a_rollback_by_hand_is_noticed_and_the_way_gone_again() {
        Optional<Snapshot> newest =
                client.send(LxcApi.snapshots(node(), FleetFolder.SERVER, "the test's container")).stream()
                        .filter(snapshot -> snapshot.name().equals("final-form"))
                        .findFirst();
        assertThat(newest).isPresent();
        client.sendTask(
                GuestApi.deleteSnapshot(
                        new GuestPath(GuestKind.CONTAINER, node(), FleetFolder.SERVER, "the test's container"),
                        "final-form"),
                Site.COMMAND_LIMIT,
                line -> {});
        client.sendTask(
                GuestApi.rollback(
                        new GuestPath(GuestKind.CONTAINER, node(), FleetFolder.SERVER, "the test's container"),
                        "pre-configured",
                        false),
                Site.COMMAND_LIMIT,
                line -> {});

        PhoenixCommand.Ended plan = converge("--dry-run").expect(0);
        assertThat(plan.out()).contains("somebody rolled it back").contains("application serve.sh");
        converge().expect(0);

        assertThat(snapshots(9001)).containsExactlyInAnyOrder("pre-configured", "final-form");
        assertThat(running(9001)).isTrue();
    }

    @Test
    @Order(8)
    void going_back_is_agreed_to_with_what_it_loses_and_the_next_run_goes_on_from_there() {
        PhoenixCommand.Ended asked = rollBack().expect(5);
        assertThat(asked.err()).contains("final-form");
        assertThat(snapshots(9001)).contains("final-form");

        rollBack("--yes", "--delete-newer", "final-form").expect(0);
        assertThat(snapshots(9001)).containsExactly("pre-configured");
        assertThat(running(9001)).as("it ran before").isTrue();
        if (site.real()) {
            assertThat(site.inGuest(9001, "ls", "/srv")).isEmpty();
        }

        assertThat(converge().expect(0).err()).contains("application serve.sh done");
        assertThat(snapshots(9001)).containsExactlyInAnyOrder("pre-configured", "final-form");
    }

    @Test
    @Order(9)
    void a_snapshot_that_the_file_drops_stays_until_it_is_named() {
        fleet.edit(text -> text.replace(FleetFolder.BY_STAGE, ""));

        PhoenixCommand.Ended told = converge().expect(0);
        assertThat(told.out()).contains("snapshot marked is declared no more", "--drop-snapshots marked");
        assertThat(snapshots(9000)).containsExactlyInAnyOrder("marked", "base-ready");

        converge("--drop-snapshots", "marked,base-ready").expect(0);
        assertThat(snapshots(9000)).containsExactly("base-ready");
    }

    @Test
    @Order(10)
    void a_clone_by_hand_is_foreign_and_stays_untouched() {
        client.sendTask(
                LxcApi.clone(
                        node(),
                        FleetFolder.TEMPLATE,
                        new VmId(9002),
                        Map.of(
                                "full",
                                "1",
                                "snapname",
                                "base-ready",
                                "hostname",
                                "stranger",
                                "storage",
                                site.storage()),
                        "the test's stranger"),
                Site.COMMAND_LIMIT,
                line -> {});
        try {
            PhoenixCommand.Ended ended =
                    site.phoenix("--delete", "9002", "--yes").expect(1);
            assertThat(ended.out()).contains("was not made by Phoenix");
        } finally {
            client.sendTask(
                    GuestApi.destroy(
                            new GuestPath(GuestKind.CONTAINER, node(), new VmId(9002), "the test's stranger"), true),
                    Site.COMMAND_LIMIT,
                    line -> {});
        }
    }

    @Test
    @Order(11)
    void deleting_asks_deletes_and_is_repeatable() {
        PhoenixCommand.Ended asked = site.phoenix("--delete", "9001").expect(5);
        assertThat(asked.err()).contains("nobody was there to agree").contains("final-form");
        assertThat(ours()).contains(9001);

        site.phoenix("--delete", "9001", "--yes").expect(0);
        assertThat(ours()).containsExactly(9000);

        PhoenixCommand.Ended again = site.phoenix("--delete", "9001", "--yes").expect(0);
        assertThat(again.out()).contains("Nothing to do");
    }

    @Test
    @Order(12)
    void naming_a_linked_clone_brings_its_template_which_then_cannot_go_alone() {
        site.phoenix("--delete", "9000", "--yes").expect(0);
        fleet.edit(text -> text.replace("\"template_snapshot_name\": \"base-ready\"", "\"is_template\": true")
                .replace("\"clone_from_ctid\": \"9000\"", "\"clone_from_ctid\": \"9000\", \"full_clone\": false"));

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "9001").expect(0);

        assertThat(ended.out()).containsPattern("9000 \\(test-template\\) +created");
        assertThat(ours()).containsExactly(9000, 9001);
        assertThat(options(9000)).containsEntry("template", "1");
        assertThat(options(9001).get("rootfs")).contains(":basevol-9000-disk-0/subvol-9001-disk-0");
        assertThat(running(9001)).isTrue();
        assertThat(converge().expect(0).out()).contains("Nothing to do");
        PhoenixCommand.Ended refused = site.phoenix("--delete", "9000", "--yes").expect(1);
        assertThat(refused.out())
                .contains("is the base of the linked clone 9001 (test-server)", "phoenix --delete 9000 9001");
        assertThat(ours()).containsExactly(9000, 9001);
    }

    private PhoenixCommand.Ended rollBack(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("--config", fleet.path(), "--rollback", "9001", "pre-configured"));
        arguments.addAll(List.of(options));
        return site.phoenix(arguments.toArray(String[]::new));
    }

    Site site() {
        return site;
    }

    FleetFolder fleet() {
        return fleet;
    }

    PhoenixCommand.Ended converge(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--config", fleet.path(), "--all"));
        arguments.addAll(List.of(options));
        return site.phoenix(arguments.toArray(String[]::new));
    }

    private String node() {
        return guests().stream().findFirst().map(GuestResource::node).orElse("pve");
    }

    private List<GuestResource> guests() {
        return client.send(ClusterApi.guests()).stream()
                .filter(guest -> guest.id().value() >= 9000 && guest.id().value() <= 9099)
                .sorted(Comparator.comparing(GuestResource::id))
                .toList();
    }

    private List<Integer> ours() {
        return guests().stream().map(guest -> guest.id().value()).toList();
    }

    private List<String> snapshots(int id) {
        return client.send(LxcApi.snapshots(node(), new VmId(id), "a test's container")).stream()
                .map(Snapshot::name)
                .toList();
    }

    private Map<String, String> options(int id) {
        return client.send(LxcApi.config(node(), new VmId(id), "a test's container"))
                .options();
    }

    private boolean running(int id) {
        return client.send(
                        GuestApi.status(new GuestPath(GuestKind.CONTAINER, node(), new VmId(id), "a test's container")))
                .running();
    }

    /** The digest that Proxmox keeps of the whole configuration file, snapshots included. */
    private String fingerprint(int id) {
        return client.send(LxcApi.config(node(), new VmId(id), "a test's container"))
                .digest();
    }

    private String fingerprint() {
        return ours().stream().map(this::fingerprint).collect(Collectors.joining(" "));
    }
}
