package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The node's interfaces, staged and applied, its name servers, hosts and time zone. */
final class NodeNetworkTest extends LabTest {
    private static final String NETWORK = "/nodes/pve/network";

    private Path file(String name) {
        return lab.node().root().resolve("etc").resolve(name);
    }

    private Answer makeBridge(String... more) {
        Map<String, String> form = form("iface", "vmbr1", "type", "bridge", "cidr", "10.9.0.1/24");
        form.putAll(form(more));
        return root().post(NETWORK, form);
    }

    @Test
    void a_bridge_is_staged_shown_and_applied() throws IOException {
        assertThat(root().get(NETWORK).each("iface")).containsExactly("eth0", "vmbr0");
        assertThat(root().get(NETWORK).body().has("changes")).isFalse();
        String before = Files.readString(file("network/interfaces"));

        Answer made = makeBridge("autostart", "1", "comments", "for tests");

        assertThat(made.status()).as(made.message()).isEqualTo(200);
        assertThat(file("network/interfaces")).hasContent(before);
        Answer staged = root().get(NETWORK);
        assertThat(staged.each("iface")).containsExactly("eth0", "vmbr0", "vmbr1");
        assertThat(staged.body().path("changes").asString(""))
                .contains("+iface vmbr1 inet static\n+\taddress 10.9.0.1/24\n")
                .contains("+\tbridge-ports none\n");
        assertThat(lab.done(root().put(NETWORK, form()))).isEqualTo("OK");
        assertThat(file("network/interfaces")).content().contains("iface vmbr1 inet static");
        assertThat(file("network/interfaces.new")).doesNotExist();
        assertThat(root().get(NETWORK + "/vmbr0").data().path("address").asString(""))
                .isEqualTo("10.186.0.2");
    }

    @Test
    void a_change_without_an_address_keeps_it_under_another_method_and_can_be_discarded() throws IOException {
        assertThat(root().put(NETWORK + "/vmbr0", form("type", "bridge", "bridge_ports", "eth0"))
                        .status())
                .isEqualTo(200);
        assertThat(file("network/interfaces.new"))
                .content()
                .contains("iface vmbr0 inet manual\n\taddress 10.186.0.2/24\n\tgateway 10.186.0.1\n");
        var changed = root().get(NETWORK + "/vmbr0").data();
        assertThat(changed.path("method").asString("")).isEqualTo("manual");
        assertThat(changed.path("cidr").asString("")).isEqualTo("10.186.0.2/24");

        assertThat(root().delete(NETWORK).status()).isEqualTo(200);

        assertThat(root().get(NETWORK + "/vmbr0").data().path("method").asString(""))
                .isEqualTo("static");
        root().put(NETWORK + "/vmbr0", form("type", "bridge", "delete", "cidr,gateway"));
        assertThat(root().get(NETWORK + "/vmbr0").data().propertyNames())
                .doesNotContain("cidr", "address", "netmask", "gateway")
                .contains("autostart", "bridge_ports");
    }

    @Test
    void what_is_there_or_not_there_or_in_use_is_refused() {
        assertThat(root().post(NETWORK, form("iface", "vmbr0", "type", "bridge"))
                        .error("iface"))
                .isEqualTo("interface already exists");
        assertThat(root().put(NETWORK + "/vmbr7", form("type", "bridge")).error("iface"))
                .isEqualTo("interface does not exist");
        assertThat(makeBridge("gateway", "10.9.0.2").error("gateway"))
                .isEqualTo("Default gateway already exists on interface 'vmbr0'.");
        assertThat(root().post(NETWORK, form("iface", "vmbr1", "type", "bridge", "bridge_ports", "eth0"))
                        .error("bridge_ports"))
                .isEqualTo("eth0 is already used on interface 'vmbr0'.");
        assertThat(root().post(NETWORK, form("iface", "vmbr1", "type", "bridge", "bridge_ports", "eth9"))
                        .message())
                .isEqualTo("bridge 'vmbr1' - unable to find bridge port 'eth9'\n");
        assertThat(root().put(NETWORK + "/eth0", form("type", "eth", "cidr", "10.9.0.1/24"))
                        .message())
                .isEqualTo("iface eth0 - ip address can't be set on interface if bridged in vmbr0\n");
        assertThat(makeBridge("address", "10.9.0.1", "netmask", "255.255.255.0").error("address"))
                .isEqualTo("address conflicts with cidr");
    }

    @Test
    void an_interface_is_shown_with_its_place_and_in_the_list_with_its_name() {
        assertThat(root().get(NETWORK + "/vmbr0").data().toString())
                .isEqualTo("{\"address\":\"10.186.0.2\",\"autostart\":1,\"bridge_fd\":\"0\",\"bridge_ports\":\"eth0\","
                        + "\"bridge_stp\":\"off\",\"gateway\":\"10.186.0.1\",\"method\":\"static\",\"netmask\":\"24\","
                        + "\"type\":\"bridge\",\"cidr\":\"10.186.0.2/24\",\"method6\":\"manual\","
                        + "\"families\":[\"inet\"],\"priority\":4,\"active\":1}");
        assertThat(root().get(NETWORK).each("priority")).containsExactly("3", "4");
        assertThat(root().get(NETWORK + "/lo").data().path("method").asString(""))
                .isEqualTo("loopback");
    }

    @Test
    void an_interface_of_both_families_that_is_sent_without_one_loses_that_one() {
        root().put(
                        NETWORK + "/vmbr0",
                        form("type", "bridge", "cidr", "10.186.0.2/24", "cidr6", "fd00::2/64", "gateway6", "fd00::1"));
        var both = root().get(NETWORK + "/vmbr0").data();

        root().put(NETWORK + "/vmbr0", form("type", "bridge", "cidr", "10.186.0.2/24"));

        assertThat(both.path("families").toString()).isEqualTo("[\"inet\",\"inet6\"]");
        assertThat(both.path("cidr6").asString("")).isEqualTo("fd00::2/64");
        assertThat(root().get(NETWORK + "/vmbr0").data().has("cidr6")).isFalse();
    }

    @Test
    void only_deleting_it_makes_a_bridge_unaware_of_vlans_again() throws IOException {
        root().put(NETWORK + "/vmbr0", form("type", "bridge", "cidr", "10.186.0.2/24", "bridge_vlan_aware", "1"));
        assertThat(file("network/interfaces.new"))
                .content()
                .contains("\tbridge-vlan-aware yes\n\tbridge-vids 2-4094\n");

        root().put(NETWORK + "/vmbr0", form("type", "bridge", "cidr", "10.186.0.2/24", "bridge_vlan_aware", "0"));
        assertThat(file("network/interfaces.new")).content().contains("\tbridge-vlan-aware yes\n");

        root().put(NETWORK + "/vmbr0", form("type", "bridge", "cidr", "10.186.0.2/24", "delete", "bridge_vlan_aware"));
        assertThat(file("network/interfaces.new")).content().doesNotContain("aware");
    }

    @Test
    void what_the_api_has_no_name_for_stays_in_the_file() throws IOException {
        assertThat(root().get(NETWORK).status()).isEqualTo(200);
        Files.writeString(file("network/interfaces"), """
                # lost
                iface eth0 inet manual
                \tpost-up ethtool -K eth0 tso off
                # kept

                auto vmbr0
                iface vmbr0 inet static
                \taddress 10.186.0.2
                \tnetmask 255.255.255.0
                \tbridge_ports eth0
                \tbridge-stp on
                \tbridge-fd 4

                source /etc/network/interfaces.d/*
                """);

        assertThat(root().post(NETWORK, form("iface", "bond0", "type", "bond", "slaves", "eth1"))
                        .message())
                .isEqualTo("bond 'bond0' - unable to find slave 'eth1'\n");
        root().post(NETWORK, form("iface", "vmbr0.5", "type", "vlan", "cidr", "10.5.0.1/24", "autostart", "1"));

        assertThat(file("network/interfaces.new")).hasContent("""
                        auto lo
                        iface lo inet loopback

                        iface eth0 inet manual
                        \tpost-up ethtool -K eth0 tso off
                        # kept

                        auto vmbr0
                        iface vmbr0 inet static
                        \taddress 10.186.0.2/24
                        \tbridge-ports eth0
                        \tbridge-stp on
                        \tbridge-fd 4

                        auto vmbr0.5
                        iface vmbr0.5 inet static
                        \taddress 10.5.0.1/24

                        source /etc/network/interfaces.d/*
                        """);
        assertThat(root().get(NETWORK + "/eth0").data().path("options").toString())
                .isEqualTo("[\"post-up ethtool -K eth0 tso off\"]");
    }

    @Test
    void names_and_time_are_set_as_a_whole() {
        assertThat(root().put("/nodes/pve/dns", form("search", "lab", "dns1", "10.0.0.1", "dns2", "10.0.0.3"))
                        .status())
                .isEqualTo(200);
        assertThat(root().put("/nodes/pve/dns", form("search", "lab", "dns1", "10.0.0.7"))
                        .status())
                .isEqualTo(200);
        assertThat(file("resolv.conf")).hasContent("search lab\nnameserver 10.0.0.7\n");
        String digest = root().get("/nodes/pve/hosts").data().path("digest").asString("");
        assertThat(root().post("/nodes/pve/hosts", form("data", "127.0.0.1 localhost\n", "digest", digest))
                        .status())
                .isEqualTo(200);
        assertThat(root().post("/nodes/pve/hosts", form("data", "x", "digest", digest))
                        .status())
                .isEqualTo(500);
        assertThat(root().put("/nodes/pve/time", form("timezone", "Europe/Berlin"))
                        .status())
                .isEqualTo(200);
        assertThat(root().get("/nodes/pve/time").data().path("timezone").asString(""))
                .isEqualTo("Europe/Berlin");
        assertThat(List.of(root().put("/nodes/pve/time", form("timezone", "Moon/Base"))
                        .status()))
                .containsExactly(500);
    }
}
