package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;

/** {@code examples/ai-lab} with real containers and a real Docker in one of them. The chapters follow one another. */
@OnTheRealLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AiLabOnTheLabIT {
    private static final int GPU_TEMPLATE = 901;
    private static final int SERVICE = 952;

    private final Site site;
    private final Path folder;
    private final ByHand hand;

    AiLabOnTheLabIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.folder = folder;
        this.hand = ByHand.on(site);
        ExampleCopy.of("ai-lab", folder, site);
    }

    @BeforeAll
    @AfterAll
    void removeContainers() {
        site.phoenix("--delete", "953", "952", "902", "901", "900", "--yes").expect(0);
    }

    @AfterAll
    void closeShell() {
        hand.close();
    }

    @Test
    @Order(1)
    void one_command_brings_it_up_and_the_page_behind_the_gateway_answers() {
        PhoenixCommand.Ended ended = phoenix("--all").expect(0);

        assertThat(ended.out()).containsPattern("953 \\(gateway\\) +created .*http://");
        assertThat(page()).contains("From a Docker container in 952 (service), through the gateway.");
        assertThat(hand.inGuest(SERVICE, "docker", "ps", "--format", "{{.Names}} {{.Image}}"))
                .matches("service service:[0-9a-f]{12}");
    }

    @Test
    @Order(2)
    void the_second_run_changes_nothing() {
        assertThat(phoenix("--all", "--detailed-exitcode").expect(0).out()).contains("Nothing to do");
    }

    @Test
    @Order(3)
    void a_service_that_is_killed_turns_the_gateway_s_health_red_and_it_is_said_why() {
        assertThat(phoenix("status", "--probe").expect(0).out())
                .containsPattern("gateway .* healthy ")
                .doesNotContain("refused");
        assertThat(hand.inGuest(SERVICE, "docker", "kill", "service")).isEqualTo("service");

        PhoenixCommand.Ended status = phoenix("status", "--probe").expect(1);

        assertThat(status.out())
                .containsPattern("953 +gateway .* FAILING ")
                .containsPattern("! container 953 \\(gateway\\) is not healthy: GET http://\\S+ .*502");
    }

    @Test
    @Order(4)
    void reconfigure_brings_the_service_back() {
        phoenix("--reconfigure", "952").expect(0);

        phoenix("status", "--probe").expect(0);
        assertThat(page()).contains("It answers");
    }

    @Test
    @Order(5)
    void the_gpu_s_template_has_exactly_the_gpu_that_was_assigned() {
        hand.onNode("pct", "start", Integer.toString(GPU_TEMPLATE));

        assertThat(hand.inGuest(GPU_TEMPLATE, "find", "/dev", "-maxdepth", "1", "-name", "nvidia[0-9]*"))
                .isEqualTo("/dev/nvidia0");
        assertThat(hand.inGuest(GPU_TEMPLATE, "stat", "-c", "%F", "/dev/nvidiactl"))
                .isEqualTo("character special file");
        assertThat(hand.inGuest(GPU_TEMPLATE, "nvidia-smi", "-L")).startsWith("GPU 0: ");
        hand.onNode("pct", "stop", Integer.toString(GPU_TEMPLATE));
    }

    @Test
    @Order(6)
    void another_gpu_takes_its_place_and_without_an_assignment_none_is_left() throws IOException {
        edit("\"gpu_assignment\": [0]", "\"gpu_assignment\": [1]");
        phoenix("901").expect(0);

        assertThat(hand.onNode("pct", "config", Integer.toString(GPU_TEMPLATE)))
                .contains("/dev/nvidia1", "/dev/nvidiactl")
                .doesNotContain("/dev/nvidia0");

        edit("\"gpu_assignment\": [1]", "\"gpu_assignment\": \"none\"");
        phoenix("901").expect(0);

        assertThat(hand.onNode("pct", "config", Integer.toString(GPU_TEMPLATE))).doesNotContain("/dev/nvidia");
    }

    @Test
    @Order(7)
    void libraries_that_would_not_fit_the_node_s_driver_are_refused_before_anything_is_touched() throws IOException {
        edit("\"gpu_assignment\": \"none\"", "\"gpu_assignment\": [0]");
        edit("\"nvidia_driver_version\": \"580.76.05\"", "\"nvidia_driver_version\": \"570.86.16\"");

        PhoenixCommand.Ended refused = phoenix("901", "--dry-run");

        assertThat(refused.out() + refused.err())
                .contains("would get NVIDIA's libraries 570.86.16, and the driver of node pve is 580.76.05");
    }

    private void edit(String before, String after) throws IOException {
        Path file = folder.resolve("phoenix_lxc_configs.json");
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
    }

    private PhoenixCommand.Ended phoenix(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = folder.toString();
        return site.phoenix(all);
    }

    private String page() {
        try (LocalShell shell = new LocalShell()) {
            return shell.run(Command.of(
                            "curl", "--silent", "--fail", "--max-time", "10", "http://" + site.network() + ".153/"))
                    .stdout();
        }
    }
}
