package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about a lab, on one of its own beside the tests' lab. */
@OnTheRealLab
class LabOnTheLabIT {
    private static final Map<String, String> LAB = Map.of("PHOENIX_LAB", "t-commands");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @BeforeEach
    @AfterEach
    void purge() {
        lab("down", "--purge");
    }

    @Test
    void to_look_at_a_lab_that_is_down_does_not_start_it(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}");
        assertThat(lab("status")).contains("it has not been made yet");

        PhoenixCommand.run(LAB, LIMIT, "--config", folder.toString(), "--all").expect(0);
        assertThat(lab("status")).contains("network ");

        lab("down");
        assertThat(lab("status")).contains("it is down");
        assertThat(lab("status")).as("asked again").contains("it is down");
    }

    private static String lab(String... arguments) {
        String[] argv = new String[arguments.length + 1];
        argv[0] = "lab";
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        return PhoenixCommand.run(LAB, LIMIT, argv).expect(0).out();
    }
}
