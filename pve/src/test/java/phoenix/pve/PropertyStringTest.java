package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertyStringTest {
    @Test
    void a_network_is_a_map_in_the_order_in_which_it_was_written() {
        PropertyString net = PropertyString.parse("name=eth0,bridge=vmbr0,ip=10.0.0.53/24,gw=10.0.0.1", "");

        assertThat(net.values())
                .containsExactly(
                        entry("name", "eth0"),
                        entry("bridge", "vmbr0"),
                        entry("ip", "10.0.0.53/24"),
                        entry("gw", "10.0.0.1"));
        assertThat(net.get("bridge")).contains("vmbr0");
        assertThat(net.get("tag")).isEmpty();
    }

    @Test
    void a_bare_value_belongs_to_the_default_key() {
        PropertyString rootfs = PropertyString.parse("local-zfs:subvol-953-disk-0,size=8G", "volume");

        assertThat(rootfs.get("volume")).contains("local-zfs:subvol-953-disk-0");
        assertThat(rootfs.get("size")).contains("8G");
    }

    @Test
    void a_value_may_hold_equals_signs_and_parts_may_be_blank() {
        assertThat(PropertyString.parse("a=b=c,, d=e ,", "").values())
                .containsExactly(entry("a", "b=c"), entry("d", "e"));
        assertThat(PropertyString.parse("", "").values()).isEmpty();
    }

    @Test
    void it_is_printed_as_proxmox_prints_it() {
        PropertyString net =
                PropertyString.parse("type=veth,ip=dhcp,name=eth0,hwaddr=BC:24:11:AA:BB:CC,bridge=vmbr0", "");
        PropertyString rootfs = PropertyString.parse("size=8G,volume=local-zfs:subvol-953-disk-0,acl=1", "volume");

        assertThat(net.print("", List.of("name")))
                .isEqualTo("name=eth0,bridge=vmbr0,hwaddr=BC:24:11:AA:BB:CC,ip=dhcp,type=veth");
        assertThat(rootfs.print("volume", List.of("volume"))).isEqualTo("local-zfs:subvol-953-disk-0,acl=1,size=8G");
        assertThat(net).hasToString("type=veth,ip=dhcp,name=eth0,hwaddr=BC:24:11:AA:BB:CC,bridge=vmbr0");
    }

    @Test
    void the_same_keys_in_another_order_are_the_same() {
        assertThat(PropertyString.parse("a=1,b=2", "")).isEqualTo(PropertyString.parse("b=2,a=1", ""));
    }

    @Test
    void keys_are_set_in_their_place_and_taken_away() {
        PropertyString net = PropertyString.parse("name=eth0,ip=dhcp,bridge=vmbr0", "");

        assertThat(net.with("ip", "manual").without("name").with("tag", "5"))
                .hasToString("ip=manual,bridge=vmbr0,tag=5");
        assertThat(net).hasToString("name=eth0,ip=dhcp,bridge=vmbr0");
    }

    @Test
    void what_proxmox_would_refuse_is_refused() {
        assertThatThrownBy(() -> PropertyString.parse("a=1,a=2", ""))
                .hasMessage("duplicate key in comma-separated list property: a");
        assertThatThrownBy(() -> PropertyString.parse("x,y", "v"))
                .hasMessage("duplicate key in comma-separated list property: v");
        assertThatThrownBy(() -> PropertyString.parse("a=1,x", ""))
                .hasMessage("value without key, but schema does not define a default key: 'x'");
        assertThatThrownBy(() -> PropertyString.parse("a=", ""))
                .hasMessage("missing key in comma-separated list property");
        assertThatThrownBy(() -> PropertyString.parse("=1", ""))
                .hasMessage("missing key in comma-separated list property");
        assertThatThrownBy(() -> PropertyString.parse("a=1", "").with("b", "2,3"))
                .hasMessage("illegal value with commas for b");
    }

    @Test
    void what_is_printed_is_read_back() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int k = random.nextInt(6); k >= 0; k--) {
                values.put("k" + random.nextInt(9), "v:/=%;é".substring(0, 1 + random.nextInt(6)) + random.nextInt());
            }
            values.put("d", Integer.toString(random.nextInt()));
            PropertyString property = new PropertyString(values);

            assertThat(PropertyString.parse(property.toString(), ""))
                    .as("seed %d", seed)
                    .isEqualTo(property);
            assertThat(PropertyString.parse(property.print("d", List.of("k1", "k3")), "d"))
                    .as("seed %d", seed)
                    .isEqualTo(property);
        }
    }
}
