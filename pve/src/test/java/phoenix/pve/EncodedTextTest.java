package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedTextTest {
    @Test
    void colons_percent_signs_control_characters_and_everything_beyond_ascii_are_encoded() {
        assertThat(EncodedText.encode("{\"v\":1} 50% ü\t~ ")).isEqualTo("{\"v\"%3A1} 50%25 %C3%BC%09~ ");
    }

    @Test
    void what_is_not_encoded_is_read_as_it_stands() {
        assertThat(EncodedText.decode("a:b%3ac %zz % %4 ü%")).isEqualTo("a:b:c %zz % %4 ü%");
        assertThat(EncodedText.decode("%3")).isEqualTo("%3");
    }

    @Test
    void what_is_encoded_is_ascii_and_is_read_back() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(20, 0, 0x3000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            String encoded = EncodedText.encode(text);

            assertThat(encoded).as("seed %d", seed).matches("[\\x20-\\x7e]*");
            assertThat(EncodedText.decode(encoded)).as("seed %d", seed).isEqualTo(text);
        }
    }
}
