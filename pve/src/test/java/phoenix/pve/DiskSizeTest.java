package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSizeTest {
    @ParameterizedTest
    @CsvSource({
        "8G, 8589934592, 8G",
        "8GiB, 8589934592, 8G",
        "512M, 536870912, 512M",
        "1024M, 1073741824, 1G",
        "1.5T, 1649267441664, 1536G",
        "2T, 2199023255552, 2T",
        "2048T, 2251799813685248, 2048T",
        "1000, 1000, 1000",
        "4096, 4096, 4K",
        "0.5K, 512, 512",
        "0, 0, 0T"
    })
    void sizes_are_read_in_any_unit_and_printed_in_the_largest_that_fits(String text, long bytes, String printed) {
        DiskSize size = DiskSize.parse(text);

        assertThat(size.bytes()).isEqualTo(bytes);
        assertThat(size).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "8g", "8 G", "8GB", "8P", "+8G", "-8G", "1.G", ".5G", "8G "})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> DiskSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unable to parse size '" + text + "'");
    }

    @Test
    void what_is_printed_is_read_back() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            DiskSize size = new DiskSize((random.nextLong() >>> 20) << (10 * random.nextInt(2)) & ((1L << 52) - 1));

            assertThat(DiskSize.parse(size.toString())).as("seed %d", seed).isEqualTo(size);
        }
    }

    @Test
    void sizes_are_compared_and_rounded_down_to_gib() {
        assertThat(DiskSize.ofGiB(8)).isEqualTo(DiskSize.parse("8192M")).isGreaterThan(DiskSize.parse("8191M"));
        assertThat(DiskSize.parse("8191M").toGiB()).isEqualTo(7);
        assertThatThrownBy(() -> new DiskSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
