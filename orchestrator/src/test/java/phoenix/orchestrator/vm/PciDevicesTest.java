package phoenix.orchestrator.vm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PciDevicesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0000:01:00   | 0000:01:00,pcie=1             | true
            0000:01:00.0 | host=01:00.0                  | true
            0000:01:00.1 | host=0000:01:00               | true
            0000:01:00   | host=0000:01:00.1             | true
            0000:01:00.1 | host=02:00.0;01:00.1          | true
            0000:01:00.0 | host=0000:01:00.1             | false
            0000:01:00   | mapping=gpu0                  | false
            gpu0         | mapping=gpu0,pcie=1           | true
            gpu0         | mapping=gpu1                  | false
            usb-cards    | mapping=usb-cards             | false
            """)
    void a_device_is_the_same_by_its_function_or_as_a_whole(String own, String option, boolean same) {
        assertThat(PciDevices.isSame(own, option)).isEqualTo(same);
    }
}
