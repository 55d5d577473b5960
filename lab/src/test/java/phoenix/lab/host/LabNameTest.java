package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"lab", "a", "t-leftovers", "a-very-long-lab-name", "another-very-long-on"})
    void network_interfaces_fit_into_what_the_kernel_allows(String value) {
        LabName name = new LabName(value);

        assertThat(name.bridge()).startsWith("phx-").hasSizeLessThanOrEqualTo(14);
        assertThat(name.port()).isNotEqualTo(name.bridge()).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void long_names_with_the_same_beginning_get_different_bridges() {
        assertThat(new LabName("a-very-long-name-1").bridge()).isNotEqualTo(new LabName("a-very-long-name-2").bridge());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Lab", "1lab", "lab-", "../lab", "a b", "a-name-that-is-much-too-long"})
    void what_could_not_be_part_of_a_path_or_an_interfaces_name_is_refused(String value) {
        assertThatThrownBy(() -> new LabName(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no lab name");
    }
}
