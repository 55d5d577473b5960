package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.pve.VmId;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts that a shell, a form, a property string or a configuration file would take for more than text, in every place of a container that takes
 * text, through the whole way: loaded, planned, carried out, looked at again. Each is refused with a place and a hint, or arrives as it is.
 */
class HostileInputTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final VmId WEB = new VmId(200);
    private static final int LONGEST_MESSAGE = 2000;

    /** Pointers into the container, with a value that is well. */
    private static final Map<String, String> PLACES = places();

    private final Path folder;
    private final Path canary;

    HostileInputTest(@TempDir Path folder) {
        this.folder = folder;
        this.canary = folder.resolve("canary");
    }

    private List<String> texts() {
        String touch = "touch " + canary;
        return List.of(
                "it's \"quoted\" \\ and \\\\",
                "$(" + touch + ")",
                "`" + touch + "`",
                "; " + touch + " #",
                "' ; " + touch + "; '",
                "\"; " + touch + "; \"",
                "|| " + touch + " &",
                "two\nlines\n" + touch,
                "a\nlxc.hook.pre-start: " + canary,
                "a\r\nmemory: 1",
                "a,mp=/etc,ro=0",
                "a=b&delete=net0;vmid=1",
                "%0amemory%3a 1 %00 %",
                "--help",
                "-rf",
                "../../../etc/no-such-script",
                "  blanks\taround  ",
                "nul \u0000 byte",
                "Grüße ☃ 𝄞 \u202e",
                "\u001b[31mred\u0007",
                "<!-- phoenix {\"v\":1,\"id\":200,\"base\":\"adopted\"} -->",
                "x".repeat(1 << 20));
    }

    private static Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("/name", "web");
        places.put("/description", "words");
        places.put("/tags/0", "one");
        places.put("/environment/NAME", "value");
        places.put("/parameters/key", "value");
        places.put("/timezone", "UTC");
        places.put("/searchdomain", "lab.example");
        places.put("/nameservers/0", "10.186.0.1");
        places.put("/network_config/bridge", "vmbr0");
        places.put("/network_config/ip", "10.186.0.20/24");
        places.put("/storage_pool", "local-zfs");
        places.put("/template", "debian-12-standard");
        places.put("/pct_options/0", "nesting=1");
        places.put("/lxc_options/0", "lxc.environment=A=b");
        places.put(
                "/ssh_public_keys/0",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFb8z4Vd7y7kG3W2pBrCq1n6cN0vV5oYk0mQm0e7vK3F a@b");
        places.put("/application_script", "web.sh");
        places.put("/health_check/command", "true");
        places.put("/pool", "");
        return places;
    }

    @Test
    void whatever_a_text_holds_it_is_refused_with_a_place_and_a_hint_or_arrives_as_it_is() throws IOException {
        try (SmallNode node = new SmallNode(folder.resolve("node"), folder.resolve("api"), helper())) {
            List<String> taken = new ArrayList<>();
            for (String text : texts()) {
                ObjectNode container = wellBehaved();
                for (String place : PLACES.keySet()) {
                    ObjectNode tried = container.deepCopy();
                    put(tried, place, text);
                    if (isTaken(tried, place)) {
                        container = tried;
                        taken.add(place);
                    }
                }
                carryOut(node, container, text);
            }
            assertThat(taken)
                    .as("places that take what is only text")
                    .contains("/description", "/environment/NAME", "/parameters/key");
            assertThat(taken).as("places that never take any of this").doesNotContain("/network_config/ip", "/tags/0");
        }
        assertThat(canary).as("made by a shell that took a text for a command").doesNotExist();
    }

    /** Whether the loader takes it; what it has against it is well said. */
    private boolean isTaken(ObjectNode container, String place) throws IOException {
        Loaded loaded = load(container);
        loaded.problems().forEach(problem -> {
            assertThat(problem.what())
                    .as(place)
                    .isNotBlank()
                    .hasSizeLessThan(LONGEST_MESSAGE)
                    .doesNotContain("\u001b", "Exception");
            assertThat(problem.hint()).as(place).isNotBlank().hasSizeLessThan(LONGEST_MESSAGE);
        });
        return loaded.isUsable();
    }

    private void carryOut(SmallNode node, ObjectNode container, String text) throws IOException {
        String shown = text.substring(0, Math.min(40, text.length()));
        Loaded loaded = load(container);
        Plan plan = node.plan(loaded.fleet());
        for (Subject refused : plan.refused()) {
            assertThat(refused.refusal().orElseThrow().why()).as(shown).hasSizeLessThan(LONGEST_MESSAGE);
            assertThat(refused.refusal().orElseThrow().hint()).as(shown).isNotBlank();
        }
        RunResult result = node.carryOut(plan);
        boolean failed = false;
        for (Subject subject : plan.subjects()) {
            for (StepOutcome.Failed failure : result.failuresOf(subject)) {
                failed = true;
                assertThat(failure.message())
                        .as(shown)
                        .doesNotContain("error of Phoenix itself")
                        .hasSizeLessThan(LONGEST_MESSAGE);
                assertThat(failure.hint()).as(shown).isNotBlank();
            }
        }
        if (!failed && plan.refused().isEmpty()) {
            assertThat(SmallNode.leftToDo(node.plan(loaded.fleet()))).as(shown).isEmpty();
            String description = Note.withoutLine(
                    Objects.requireNonNull(node.configs().get(WEB)).current().description());
            assertThat(description.replace("\r\n", "\n"))
                    .as(shown)
                    .isEqualTo(Note.withoutLine(container.path("description").asString(""))
                            .replace("\r\n", "\n"));
            assertThat(node.configs().get(WEB).current().raw())
                    .as(shown)
                    .noneMatch(line -> line.key().contains("hook"));
            assertThat(node.configs().get(WEB).current().get("memory"))
                    .as(shown)
                    .contains("256");
        }
    }

    private ObjectNode wellBehaved() {
        ObjectNode container = (ObjectNode) JSON.readTree("""
                {"storage_size_gb": 2, "memory_mb": 256, "swap_mb": 0, "cores": 1, "unprivileged": true, "tags": [], "environment": {},
                 "parameters": {}, "nameservers": [], "pct_options": [], "lxc_options": [], "ssh_public_keys": [],
                 "network_config": {"name": "eth0", "gw": "10.186.0.1"}, "health_check": {"retries": 0}}
                """);
        PLACES.forEach((place, value) -> {
            if (!value.isEmpty()) {
                put(container, place, value);
            }
        });
        return container;
    }

    private static void put(ObjectNode container, String place, String text) {
        String[] parts = place.substring(1).split("/", -1);
        if (parts.length == 1) {
            container.put(parts[0], text);
        } else if (parts[1].equals("0")) {
            container.putArray(parts[0]).add(text);
        } else {
            ((ObjectNode) container.path(parts[0])).put(parts[1], text);
        }
    }

    private Loaded load(ObjectNode container) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(config.resolve("scripts"));
        Files.writeString(config.resolve("scripts/web.sh"), "#!/bin/sh\nexit 0\n");
        ObjectNode file = JSON.createObjectNode();
        file.putObject("lxc_configs").set(WEB.toString(), container);
        Files.writeString(config.resolve(ConfigLoader.LXC_FILE), JSON.writeValueAsString(file));
        return ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
    }

    private Path helper() throws IOException {
        return Files.writeString(folder.resolve("helper.sh"), "");
    }
}
