package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files, the answer is a fleet or problems, never a failure. */
class MutatedConfigurationTest {
    private static final int ROUNDS = Integer.getInteger("inputs", 2000);
    private static final long SEED = Long.getLong("seed", 20261101L);
    /** Long enough that the square of it takes seconds. */
    private static final int LONG_WORD = 1 << 18;

    private static final int LONG_WORDS = 64;
    private static final Duration LONG_WORD_LIMIT = Duration.ofSeconds(5);
    private static final List<String> RUNS = List.of("a", "0", " ", "/", "/a", ":", "a.", "-");
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "-1",
            "0",
            "1e9",
            "99999999999999999999",
            "\"\"",
            "\\",
            "\\u0000",
            "\ud83d",
            "\n",
            "//",
            "_",
            "900",
            "953",
            "10.186.0.153/24",
            "/",
            "~",
            "\"900\"",
            "[]",
            "{}",
            "..",
            "\u0000",
            "\u00e9",
            "features",
            "dependencies",
            "clone_from_ctid",
            "template_snapshot_name",
            "health_check");

    @Test
    void no_change_to_the_text_makes_the_loader_fail(@TempDir Path temp) throws IOException {
        FeatureFolders features = FeatureFolders.of(temp, QuickstartTest.HOME);
        List<String> names = List.of(ConfigLoader.HYPERVISOR_FILE, ConfigLoader.LXC_FILE, ConfigLoader.VM_FILE);
        copyOtherFiles(temp);
        Map<String, String> originals = new TreeMap<>();
        for (String name : names) {
            originals.put(name, Files.readString(QuickstartTest.QUICKSTART.resolve(name)));
        }
        Random random = new Random(SEED);
        int usable = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, String> file : originals.entrySet()) {
                boolean spared = !file.getKey().equals(ConfigLoader.LXC_FILE) && random.nextInt(4) > 0;
                // Deleted first: ext4 brings a file that is written over to the disk at once.
                Files.deleteIfExists(temp.resolve(file.getKey()));
                Files.writeString(
                        temp.resolve(file.getKey()), spared ? file.getValue() : mutated(file.getValue(), random));
            }
            usable += load(temp, features, round).isUsable() ? 1 : 0;
        }
        assertThat(usable).as("some changes do no harm, most do").isBetween(1, ROUNDS / 2);
    }

    @Test
    void one_very_long_word_anywhere_is_read_in_no_longer_than_its_length_asks_for(@TempDir Path temp)
            throws IOException {
        FeatureFolders features = FeatureFolders.of(temp, QuickstartTest.HOME);
        copyOtherFiles(temp);
        Random random = new Random(SEED);
        for (String name : List.of(ConfigLoader.HYPERVISOR_FILE, ConfigLoader.VM_FILE, ConfigLoader.LXC_FILE)) {
            String original = Files.readString(QuickstartTest.QUICKSTART.resolve(name));
            for (int round = 0; round < LONG_WORDS; round++) {
                int place = original.indexOf('"', random.nextInt(original.lastIndexOf('"'))) + 1;
                String run = RUNS.get(round % RUNS.size());
                String end = random.nextBoolean() ? "!\"" + original.substring(place) : original.substring(place);
                Files.deleteIfExists(temp.resolve(name));
                Files.writeString(
                        temp.resolve(name), original.substring(0, place) + run.repeat(LONG_WORD / run.length()) + end);
                assertTimeout(LONG_WORD_LIMIT, () -> load(temp, features, 0));
            }
            Files.writeString(temp.resolve(name), original);
        }
    }

    private static Loaded load(Path folder, FeatureFolders features, int round) {
        try {
            Loaded loaded = ConfigLoader.load(folder, features, Map.of());
            assertThat(loaded.isUsable() || !loaded.problems().isEmpty()).isTrue();
            for (Problem problem : loaded.problems()) {
                assertThat(problem.what() + problem.hint()).isNotBlank().doesNotContain("\n");
            }
            return loaded;
        } catch (RuntimeException e) {
            return fail("seed " + SEED + ", round " + round + ", files in " + folder, e);
        }
    }

    private static void copyOtherFiles(Path temp) throws IOException {
        for (String name : List.of("scripts/gateway.sh", "gateway/index.html", "gateway/site.conf")) {
            Files.createDirectories(temp.resolve(name).getParent());
            Files.copy(QuickstartTest.QUICKSTART.resolve(name), temp.resolve(name));
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int from = random.nextInt(changed.length() + 1);
            int to = Math.min(changed.length(), from + random.nextInt(random.nextInt(12) == 0 ? 200 : 6));
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(from, piece);
                case 1 -> changed.delete(from, to);
                case 2 -> changed.replace(from, to, piece);
                default -> changed.insert(random.nextInt(changed.length() + 1), changed.substring(from, to));
            }
        }
        // A half of a pair cannot be written as UTF-8.
        return changed.toString().replaceAll("[\ud800-\udfff]", "\\\\ud83d");
    }
}
