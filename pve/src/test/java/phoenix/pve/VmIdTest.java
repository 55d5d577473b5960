package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"100", "953", "999999999"})
    void ids_are_read_and_printed_bare(String text) {
        assertThat(VmId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "99", "0953", "1000000000", "9999999999", "-100", "953 ", "web", "9.5e2", "٩٥٣"})
    void anything_else_is_refused_in_words(String text) {
        assertThatThrownBy(() -> VmId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no guest ID: it is a whole number from 100 to 999999999");
    }

    @Test
    void they_are_ordered_as_numbers() {
        assertThat(new VmId(953)).isGreaterThan(new VmId(100)).isLessThan(new VmId(1000));
    }
}
