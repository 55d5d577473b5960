package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import phoenix.orchestrator.config.schema.SchemaCheck;

/** What we ship fits the schemas; and whatever else a file holds, the answer is problems, soon, and never a failure. */
class SchemaCheckTest {
    private static final int ROUNDS = 300;
    private static final long SEED = Long.getLong("seed", 20261124L);
    private static final Path SCHEMAS = QuickstartTest.HOME.resolve("schemas");
    private static final List<String> LEAVES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e999",
            "1e-999",
            "99999999999999999999999999",
            "\"\"",
            "\" \"",
            "\"none\"",
            "\"dhcp\"",
            "\"10.0.0.5/24\"",
            "\"900\"",
            "900",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "{}",
            "[]");

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "reference-fleet"})
    void the_examples_fit(String example) throws IOException {
        Path folder = QuickstartTest.HOME.resolve("examples").resolve(example);
        for (String name : List.of(ConfigLoader.HYPERVISOR_FILE, ConfigLoader.LXC_FILE, ConfigLoader.VM_FILE)) {
            assertThat(check(named(name), Files.readString(folder.resolve(name))))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void the_manifests_of_the_shipped_features_fit() throws IOException {
        for (String name : new FeatureFolders(List.of(QuickstartTest.HOME.resolve("features"))).names()) {
            Path manifest =
                    QuickstartTest.HOME.resolve("features").resolve(name).resolve("feature.json");

            assertThat(check(SchemaCheck.FEATURE, Files.readString(manifest)))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void no_file_makes_the_check_fail() throws IOException {
        List<String> keys = keys();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String text = "{\"lxc_configs\": {\"953\": " + object(random, keys, 0) + "}, \"vms\": ["
                    + object(random, keys, 0) + "], \"defaults\": " + object(random, keys, 0) + ", \"network\": "
                    + object(random, keys, 0) + ", \"parameters\": {\"a\": " + object(random, keys, 0) + "}}";
            for (SchemaCheck check :
                    List.of(SchemaCheck.LXC, SchemaCheck.VM, SchemaCheck.HYPERVISOR, SchemaCheck.FEATURE)) {
                assertThat(checkOf(check, text, round)).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.what() + problem.hint()).isNotBlank().doesNotContain("\n");
                    assertThat(problem.place().line()).isEqualTo(1);
                });
            }
        }
    }

    @Test
    @Timeout(30)
    void long_texts_deep_nesting_and_great_numbers_take_no_time() {
        String longText = "\"" + "a.".repeat(500_000) + "\"";
        String deep = "[".repeat(400) + "]".repeat(400);
        String many = "\"" + "x".repeat(50) + "\",";

        List<Problem> problems = check(
                SchemaCheck.LXC,
                "{\"lxc_configs\": {\"953\": {\"name\": " + longText + ", \"searchdomain\": " + longText
                        + ", \"apparmor_profile\": " + longText + ", \"parameters\": {\"a\": " + deep
                        + "}, \"features\": " + deep + ", \"memory_mb\": " + "9".repeat(900)
                        + ", \"cpulimit\": 1e-99999, \"tags\": [" + many.repeat(20_000) + "\"a\"]}}}");

        assertThat(problems)
                .extracting(problem -> problem.place().pointer())
                .contains("/lxc_configs/953/name", "/lxc_configs/953/features/0", "/lxc_configs/953/memory_mb");
    }

    private static List<Problem> checkOf(SchemaCheck check, String text, int round) {
        try {
            return check(check, text);
        } catch (RuntimeException e) {
            return fail("seed " + SEED + ", round " + round + ": " + text, e);
        }
    }

    private static List<Problem> check(SchemaCheck check, String text) {
        Problems problems = new Problems();
        JsonValue root = JsonReader.read("file.json", text, problems).orElseThrow();
        Problems found = new Problems();
        check.check((JsonValue.Obj) root, found);
        return found.inOrder(List.of());
    }

    private static SchemaCheck named(String file) {
        return switch (file) {
            case ConfigLoader.HYPERVISOR_FILE -> SchemaCheck.HYPERVISOR;
            case ConfigLoader.LXC_FILE -> SchemaCheck.LXC;
            default -> SchemaCheck.VM;
        };
    }

    private static String object(Random random, List<String> keys, int depth) {
        TreeSet<String> members = new TreeSet<>();
        int count = 1 + random.nextInt(depth == 0 ? 20 : 4);
        for (int i = 0; i < count; i++) {
            members.add(keys.get(random.nextInt(keys.size())));
        }
        return members.stream()
                .map(key -> "\"" + key + "\": " + value(random, keys, depth + 1))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(Random random, List<String> keys, int depth) {
        int kind = depth > 4 ? 0 : random.nextInt(6);
        if (kind == 1) {
            return object(random, keys, depth);
        } else if (kind == 2) {
            List<String> items = new ArrayList<>();
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                items.add(value(random, keys, depth + 1));
            }
            return "[" + String.join(", ", items) + "]";
        }
        return LEAVES.get(random.nextInt(LEAVES.size()));
    }

    /** Every word that is a key somewhere in the schemas, and a few that are none. */
    private static List<String> keys() throws IOException {
        TreeSet<String> keys = new TreeSet<>(List.of("$schema", "// why", "_why", "x", "953", "", "a/b~c"));
        try (Stream<Path> schemas = Files.list(SCHEMAS)) {
            for (Path schema :
                    schemas.filter(file -> file.toString().endsWith(".json")).toList()) {
                Pattern.compile("\"([a-z$][a-z0-9_]+)\": \\{")
                        .matcher(Files.readString(schema))
                        .results()
                        .map(match -> match.group(1))
                        .forEach(keys::add);
            }
        }
        return List.copyOf(keys);
    }
}
