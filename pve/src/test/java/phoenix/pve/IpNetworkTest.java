package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IpNetworkTest {
    @Test
    void an_address_lies_in_the_network_whose_leading_bits_it_has() {
        IpNetwork network = IpNetwork.parse("10.186.0.1/23").orElseThrow();

        assertThat(network.contains("10.186.1.200")).isTrue();
        assertThat(network.contains("10.186.2.1")).isFalse();
        assertThat(network.isV6()).isFalse();
    }

    @Test
    void the_families_are_kept_apart() {
        IpNetwork six = IpNetwork.parse("fd00::1/64").orElseThrow();

        assertThat(six.contains("fd00::200")).isTrue();
        assertThat(six.contains("fd01::200")).isFalse();
        assertThat(six.contains("10.0.0.1")).isFalse();
        assertThat(six.isV6()).isTrue();
    }

    @Test
    void what_is_no_network_is_none_and_no_name_is_looked_up() {
        assertThat(IpNetwork.parse("10.0.0.1")).isEmpty();
        assertThat(IpNetwork.parse("10.0.0.1/33")).isEmpty();
        assertThat(IpNetwork.parse("localhost/8")).isEmpty();
        assertThat(IpNetwork.parse("10.0.0.1/24").orElseThrow().contains("localhost"))
                .isFalse();
    }
}
