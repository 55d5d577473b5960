package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkFileTest {
    private static final GuestNet STATIC =
            GuestNet.parse(0, "name=eth0,bridge=vmbr0,gw=10.0.0.1,ip=10.0.0.2/24,gw6=fd00::1,ip6=fd00::2/64,type=veth");

    @Test
    void fixed_addresses_of_both_families_become_static_stanzas() {
        assertThat(NetworkFile.rewrite("", List.of(STATIC))).isEqualTo("""
                auto lo
                iface lo inet loopback
                iface lo inet6 loopback

                auto eth0
                iface eth0 inet static
                	address 10.0.0.2/24
                	gateway 10.0.0.1
                iface eth0 inet6 static
                	address fd00::2/64
                	gateway fd00::1
                """);
    }

    @Test
    void dhcp_manual_and_nothing_at_all_are_told_apart() {
        String text = NetworkFile.rewrite(
                "",
                List.of(
                        GuestNet.parse(0, "name=eth0,bridge=vmbr0,ip=dhcp,ip6=auto"),
                        GuestNet.parse(1, "name=eth1,bridge=vmbr0,ip=manual"),
                        GuestNet.parse(2, "name=eth2,bridge=vmbr0")));

        assertThat(text)
                .contains("iface eth0 inet dhcp\niface eth0 inet6 auto\n")
                .contains("iface eth1 inet manual\n")
                .contains("iface eth2 inet manual\n");
    }

    @Test
    void a_gateway_outside_the_network_gets_a_route_of_its_own_first() {
        String text = NetworkFile.rewrite(
                "", List.of(GuestNet.parse(0, "name=eth0,bridge=vmbr0,ip=10.0.0.2/32,gw=192.0.2.1")));

        assertThat(text)
                .doesNotContain("\tgateway")
                .containsSubsequence(
                        "\tpost-up ip route add 192.0.2.1 dev eth0\n",
                        "\tpost-up ip route add default via 192.0.2.1 dev eth0\n");
    }

    @Test
    void stanzas_of_interfaces_that_proxmox_does_not_know_are_kept_and_writing_twice_changes_nothing() {
        String old = """
                auto lo
                iface lo inet loopback

                auto eth0
                iface eth0 inet static
                	address 10.9.9.9/8

                # the tunnel
                auto wg0
                iface wg0 inet static
                	address 10.7.0.1/24
                	pre-up wg setconf wg0 /etc/wg0
                source /etc/network/interfaces.d/*
                """;

        String once = NetworkFile.rewrite(old, List.of(STATIC));

        assertThat(once)
                .doesNotContain("10.9.9.9")
                .contains("address 10.0.0.2/24")
                .contains(
                        "# the tunnel\nauto wg0\niface wg0 inet static\n\taddress 10.7.0.1/24\n\tpre-up wg setconf wg0 /etc/wg0\n")
                .endsWith("source /etc/network/interfaces.d/*\n");
        assertThat(NetworkFile.rewrite(once, List.of(STATIC))).isEqualTo(once);
    }
}
