package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The node's interfaces, staged and applied, its name servers, hosts and time zone. */
final class NodeNetworkTest extends LabTest {
    private static final String NETWORK = "/nodes/pve/network";

    private Path file(String name) {
        return lab.node().root().resolve("etc").resolve(name);
    }

    @Test
    void a_bridge_is_staged_shown_and_applied() throws IOException {
        assertThat(root().get(NETWORK).each("iface")).containsExactly("eth0", "vmbr0");
        assertThat(root().get(NETWORK).body().has("changes")).isFalse();
        String before = Files.readString(file("network/interfaces"));

        Answer made = root().post(
                        NETWORK,
                        form(
                                "iface",
                                "vmbr1",
                                "type",
                                "bridge",
                                "cidr",
                                "10.9.0.1/24",
                                "autostart",
                                "1",
                                "comments",
                                "for tests"));

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
    void a_change_without_an_address_takes_it_away_and_can_be_discarded() {
        assertThat(root().put(NETWORK + "/vmbr0", form("type", "bridge", "bridge_ports", "eth0"))
                        .status())
                .isEqualTo(200);
        assertThat(root().get(NETWORK + "/vmbr0").data().path("method").asString(""))
                .isEqualTo("manual");

        assertThat(root().delete(NETWORK).status()).isEqualTo(200);

        assertThat(root().get(NETWORK + "/vmbr0").data().path("cidr").asString(""))
                .isEqualTo("10.186.0.2/24");
        assertThat(root().post(NETWORK, form("iface", "vmbr0", "type", "bridge"))
                        .error("iface"))
                .isEqualTo("interface already exists");
        assertThat(root().put(NETWORK + "/vmbr7", form("type", "bridge")).error("iface"))
                .isEqualTo("interface does not exist");
        assertThat(root().post(
                                NETWORK,
                                form("iface", "vmbr1", "type", "bridge", "cidr", "10.9.0.1/24", "gateway", "10.9.0.2"))
                        .error("gateway"))
                .isEqualTo("Default gateway already exists on interface 'vmbr0'.");
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
