package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.GuestKind;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.PveClient;

/** {@code phoenix start|stop|restart|exec|logs}, as a user types them. */
@OnTheSimulatedLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsSimulatedIT {
    private final Site site;
    private final FleetFolder fleet;

    VerbsSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @BeforeAll
    void makeTheFleet() {
        removeTheFleet();
        site.phoenix("--config", fleet.path(), "--all").expect(0);
    }

    @AfterAll
    void removeTheFleet() {
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }

    @Test
    void a_guest_is_stopped_and_started_and_a_second_time_is_nothing_to_do() {
        verb("stop", "9001").expect(0);
        assertThat(running()).isFalse();
        assertThat(verb("stop", "9001").expect(0).out()).contains("Nothing to do");

        verb("start", "9001").expect(0);
        assertThat(running()).isTrue();
        assertThat(verb("start", "9001").expect(0).out()).contains("Nothing to do");

        assertThat(verb("restart", "9001").expect(0).err())
                .contains("9001 (test-server): stop done", "9001 (test-server): start done");
        assertThat(running()).isTrue();
    }

    @Test
    void a_dry_run_of_a_verb_touches_nothing() {
        assertThat(verb("stop", "9001", "--dry-run").expect(0).out()).contains("status: running -> stopped");
        assertThat(running()).isTrue();
    }

    @Test
    void a_guest_that_others_need_is_stopped_only_with_consent() {
        fleet.edit(text -> text.replace("\"9001\": {", """
                "9003": {
                  "name": "needing", "clone_from_ctid": "9000", "storage_pool": "%s", "storage_size_gb": 2,
                  "unprivileged": true, "dependencies": ["9001"],
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "dhcp"}
                },
                "9001": {""".formatted(site.storage())));
        try {
            site.phoenix("--config", fleet.path(), "9003").expect(0);

            PhoenixCommand.Ended refused = verb("stop", "9001").expect(5);
            assertThat(refused.err())
                    .contains("These run and need what is stopped: 9003 (needing)")
                    .contains("--with-dependants");
            assertThat(running()).isTrue();
            assertThat(site.phoenix("--config", fleet.path(), "--delete", "9001", "--yes")
                            .expect(1)
                            .out())
                    .contains("is needed by 9003 (needing)");

            assertThat(verb("stop", "9001", "--with-dependants").expect(0).err())
                    .contains("9003 (needing): stop done", "9001 (test-server): stop done");
            assertThat(verb("start", "9003").expect(0).err())
                    .contains("9001 (test-server): start done", "9003 (needing): start done");
        } finally {
            site.phoenix("--delete", "9003", "--yes").expect(0);
            FleetFolder.in(Path.of(fleet.path()), site);
            verb("start", "9001").expect(0);
        }
    }

    @Test
    void a_program_in_a_guest_that_does_not_run_or_is_not_there_is_not_begun() {
        assertThat(exec("9000", "true").expect(125).err())
                .contains("nothing can be run inside guest 9000: it does not run", "phoenix start 9000");
        assertThat(exec("9077", "true").expect(125).err()).contains("it is not there");
    }

    @Test
    void a_programs_exit_code_is_passed_on() {
        exec("9001", "true").expect(0);
        answer("7 grumble\n");
        try {
            exec("9001", "grumble", "-x").expect(7);
        } finally {
            answer("");
        }
    }

    @Test
    void the_logs_are_those_of_the_newest_run_that_touched_the_guest() {
        fleet.write("scripts/page.txt", "another page\n");
        site.phoenix("--config", fleet.path(), "9001").expect(0);

        PhoenixCommand.Ended logs = verb("logs", "9001").expect(0);

        assertThat(logs.err())
                .contains("== journal of 9001")
                .containsPattern("== .*/9001-snapshot_final-form\\.log")
                .doesNotContain("/9000-");
        assertThat(verb("logs", "9000").expect(0).err()).contains("no journal: guest 9000 does not run");
        verb("logs", "9077").expect(1);
    }

    private PhoenixCommand.Ended verb(String verb, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--config", fleet.path(), verb));
        all.addAll(List.of(arguments));
        return site.phoenix(all.toArray(String[]::new));
    }

    private PhoenixCommand.Ended exec(String id, String... command) {
        List<String> all = new ArrayList<>(List.of("exec", id, "--"));
        all.addAll(List.of(command));
        return site.phoenix(all.toArray(String[]::new));
    }

    /** Writes what the simulated node answers to commands in the guest: {@code <exit code> <text in the command>}. */
    private void answer(String rules) {
        String state = site.commandEnvironment().get("XDG_STATE_HOME");
        Path file = Path.of(state, "phoenix/simulated/lab/node/commands/9001");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean running() {
        try (PveClient client = site.client()) {
            return client.send(GuestApi.status(
                            new GuestPath(GuestKind.CONTAINER, "pve", FleetFolder.SERVER, "the test's container")))
                    .running();
        }
    }
}
