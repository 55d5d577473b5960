package phoenix.pve.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShellQuotingTest {
    private static final String ALPHABET = "abc '\"\\$`!*?[]{}()<>|&;#~=%\n\täß€-";

    @Test
    void plain_words_stay_readable() {
        assertThat(ShellQuoting.quote(List.of("pct", "exec", "953", "--", "/bin/true", "a=b,c:d@e%f+g")))
                .isEqualTo("pct exec 953 -- /bin/true a=b,c:d@e%f+g");
    }

    @Test
    void words_that_a_shell_would_read_are_quoted() {
        assertThat(ShellQuoting.quote(List.of("echo", "", "a b", "it's", "$(id)")))
                .isEqualTo("echo '' 'a b' 'it'\\''s' '$(id)'");
    }

    @Test
    void a_shell_reads_back_any_words() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> words = new ArrayList<>(NastyWords.ALL);
        for (int i = 0; i < 200; i++) {
            words.add(random.ints(random.nextInt(12), 0, ALPHABET.length())
                    .mapToObj(at -> ALPHABET.substring(at, at + 1))
                    .reduce("", String::concat));
        }

        Output output = new LocalShell().run(Command.of("sh", "-c", ShellQuoting.quote(NastyWords.printing(words))));

        assertThat(NastyWords.printed(output)).as("seed %d", seed).isEqualTo(words);
    }
}
