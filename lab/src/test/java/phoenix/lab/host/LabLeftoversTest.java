package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("real")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LabLeftoversTest {
    private static final String NAME = "t-leftovers";

    @AfterEach
    void clean() {
        if (HostRequirements.check().areMet()) {
            LabLeftovers.purge(LabPlace.of(new LabName(NAME)), RealLab::tell);
        }
    }

    @Test
    void down_leaves_nothing_running_and_up_brings_everything_back() {
        RealLab lab = RealLab.fresh(NAME);
        assertThat(LabLeftovers.find(lab.place()))
                .anyMatch(line -> line.startsWith("process "))
                .anyMatch(line -> line.startsWith("control group "))
                .anyMatch(line -> line.startsWith("mount "))
                .anyMatch(line -> line.startsWith("loop device "))
                .anyMatch(line -> line.startsWith("network interface "))
                .anyMatch(line -> line.startsWith("firewall rule "));
        lab.node().volumes().create("subvol-100-disk-0", phoenix.pve.DiskSize.ofGiB(1));

        LabLeftovers.down(lab.place(), RealLab::tell);

        assertThat(LabLeftovers.find(lab.place())).isEmpty();
        assertThat(LabStatus.of(lab.place())).satisfies(status -> {
            assertThat(status.made()).isTrue();
            assertThat(status.running()).isFalse();
        });
        HostNode again = HostNode.open(lab.place(), RealLab::tell);
        assertThat(again.subnet()).isEqualTo(lab.node().subnet());
        assertThat(again.volumes().list()).anyMatch(usage -> usage.volume().equals("subvol-100-disk-0"));
        assertThat(LabStatus.of(lab.place()).running()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpacking the lab's node", "starting the lab's node", "up", "guest started"})
    void nothing_is_left_of_a_lab_whose_process_was_killed(String moment) throws Exception {
        LabPlace place = RealLab.place(NAME);
        LabLeftovers.purge(place, RealLab::tell);
        killAt(moment);

        LabLeftovers.purge(place, RealLab::tell);
        LabLeftovers.purge(place, RealLab::tell);

        assertThat(LabLeftovers.find(place)).isEmpty();
        assertThat(place.home()).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("/" + NAME + "/");
        assertThat(commandLines()).noneMatch(line -> line.contains("/" + NAME + "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpacking the lab's node", "starting the lab's node"})
    void the_next_opening_finishes_what_a_killed_process_began(String moment) throws Exception {
        LabPlace place = RealLab.place(NAME);
        LabLeftovers.purge(place, RealLab::tell);
        killAt(moment);

        HostNode node = HostNode.open(place, RealLab::tell);

        assertThat(LabStatus.of(place).running()).isTrue();
        assertThat(RealLab.answers(node.subnet().node())).isTrue();
        assertThat(node.containers().running()).isEmpty();
    }

    @Test
    void a_build_that_is_killed_leaves_no_process_and_no_mount(@TempDir Path cache) throws Exception {
        LabPlace place = RealLab.place(NAME);
        LabLeftovers.purge(place, RealLab::tell);

        killAt("  extracting archives...", cache.toString());

        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(commandLines()).noneMatch(line -> line.contains(cache.toString()));
            assertThat(Mounts.below(cache)).isEmpty();
        });
        assertThat(PlainFile.list(cache)).noneMatch(file -> file.toString().matches(".*-[0-9a-f]{8}\\.tar\\.zst"));
    }

    @Test
    void a_node_whose_lxc_monitor_was_killed_is_started_anew() {
        RealLab lab = RealLab.fresh(NAME);
        monitor(lab.place()).destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !LabStatus.of(lab.place()).running());

        HostNode node = HostNode.open(lab.place(), RealLab::tell);

        assertThat(LabStatus.of(lab.place()).running()).isTrue();
        assertThat(RealLab.answers(node.subnet().node())).isTrue();
    }

    @Test
    void purging_what_never_was_is_no_error() {
        LabPlace place = RealLab.place("t-never");

        LabLeftovers.purge(place, RealLab::tell);
        LabLeftovers.down(place, RealLab::tell);

        assertThat(LabLeftovers.find(place)).isEmpty();
        assertThat(LabStatus.of(place).made()).isFalse();
    }

    private static ProcessHandle monitor(LabPlace place) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
                    return Files.isReadable(commandLine)
                            && PlainFile.read(commandLine)
                                    .startsWith("[lxc monitor] " + place.lxc() + " "
                                            + place.name().container());
                })
                .findFirst()
                .orElseThrow();
    }

    /** Runs {@link OpenLab} in a process of its own and kills that as soon as it prints the line. */
    private static void killAt(String moment, String... more) throws Exception {
        List<String> argv = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenLab.class.getName(),
                NAME));
        argv.addAll(List.of(more));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.equals(moment)) {
                    break;
                }
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        assertThat(lines).contains(moment);
    }

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> !line.contains(OpenLab.class.getName()))
                .toList();
    }
}
