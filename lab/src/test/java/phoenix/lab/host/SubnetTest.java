package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {
    @ParameterizedTest
    @CsvSource({
        "10.186.7.0/24, true",
        "10.186.7.9, true",
        "10.186.7.128/25, true",
        "10.0.0.0/8, true",
        "10.186.0.0/16, true",
        "10.186.8.0/24, false",
        "10.186.6.255, false",
        "192.0.2.0/24, false",
        "0.0.0.0/0, false",
    })
    void a_route_to_any_of_its_addresses_takes_a_network(String route, boolean taken) {
        assertThat(new Subnet(7).overlaps(route)).isEqualTo(taken);
    }
}
