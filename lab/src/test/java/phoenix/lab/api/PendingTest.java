package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running container takes at once, what waits for its restart, and how values read back. */
final class PendingTest extends LabTest {
    @BeforeEach
    void startGuest() {
        lab.create(101, "net0", "name=eth0,bridge=vmbr0,ip=10.9.0.5/24");
        assertThat(post(guest(101) + "/status/start")).isEqualTo("OK");
    }

    /** The option's entry in the list of what waits. */
    private Map<String, String> entry(String option) {
        Map<String, String> entry = new TreeMap<>();
        root().get(guest(101) + "/pending")
                .data()
                .valueStream()
                .filter(one -> one.path("key").asString("").equals(option))
                .forEach(one -> one.properties()
                        .forEach(
                                part -> entry.put(part.getKey(), part.getValue().asString(""))));
        entry.remove("key");
        return entry;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onboot       | 1                  | 1",
                "startup      | order=2,up=30,down=60 | order=2,up=30,down=60",
                "protection   | 1                  | 1",
                "hostname     | web.example.test   | web.example.test",
                "cores        | 2                  | 2",
                "tags         | b;A;a              | a;b",
                "cpulimit     | 1.5                | 1.5",
                "cpuunits     | 500000             | 10000",
                "memory       | 1024               | 1024",
                "swap         | 0                  | 0",
            })
    void some_options_are_taken_at_once(String option, String value, String readBack) {
        assertThat(set(101, option, value).status()).isEqualTo(200);

        assertThat(entry(option)).containsExactlyEntriesOf(Map.of("value", readBack));
        boolean required = option.equals("memory");
        assertThat(set(101, "delete", option).status()).isEqualTo(required ? 500 : 200);
        assertThat(entry(option)).hasSize(required ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timezone     | Europe/Vienna          | Europe/Vienna",
                "nameserver   | 192.0.2.1,2001:db8::1  | 192.0.2.1 2001:db8::1",
                "searchdomain | a.test,b.test          | a.test b.test",
                "features     | keyctl=1,nesting=on    | keyctl=1,nesting=on",
                "tty          | 3                      | 3",
                "console      | 0                      | 0",
                "cmode        | shell                  | shell",
                "dev0         | /dev/fuse              | /dev/fuse",
                "arch         | arm64                  | arm64",
            })
    void other_options_wait_for_a_restart(String option, String value, String readBack) {
        String before =
                root().get(guest(101) + "/config?current=1").data().path(option).asString("");

        assertThat(set(101, option, value).status()).isEqualTo(200);

        assertThat(entry(option)).containsEntry("pending", readBack);
        assertThat(option(101, option)).isEqualTo(readBack);
        assertThat(root().get(guest(101) + "/config?current=1")
                        .data()
                        .path(option)
                        .asString(""))
                .isEqualTo(before);
        assertThat(post(guest(101) + "/status/reboot")).isEqualTo("OK");
        assertThat(entry(option)).containsExactlyEntriesOf(Map.of("value", readBack));
        set(101, "delete", option);
        assertThat(entry(option)).isEqualTo(Map.of("value", readBack, "delete", "1"));
        post(guest(101) + "/status/stop");
        assertThat(entry(option)).isEmpty();
    }

    @Test
    void a_change_that_cannot_be_made_live_takes_the_whole_call_with_it() {
        Answer refused = set(101, "cpulimit", "0", "cores", "2", "timezone", "UTC");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error("cpulimit")).startsWith("unable to hotplug cpulimit: closing file");
        assertThat(lab.config(101).data().propertyNames()).doesNotContain("cpulimit", "cores", "timezone");
        post(guest(101) + "/status/stop");
        assertThat(set(101, "cpulimit", "0").status()).isEqualTo(200);
        assertThat(option(101, "cpulimit")).isEqualTo("0");
    }

    @Test
    void networks_are_printed_in_proxmoxs_order_and_added_and_removed_at_once() throws IOException {
        set(
                101,
                "net1",
                "type=veth,tag=7,rate=12.5,name=eth1,mtu=1400,ip6=fd00::5/64,gw6=fd00::1,ip=dhcp,firewall=on,bridge=vmbr0,"
                        + "hwaddr=bc:24:11:aa:bb:cc,link_down=0",
                "net2",
                "name=eth2,bridge=vmbr0,ip6=auto");

        assertThat(lab.file(101))
                .contains("net1: name=eth1,bridge=vmbr0,firewall=1,gw6=fd00::1,hwaddr=bc:24:11:aa:bb:cc,ip=dhcp,"
                        + "ip6=fd00::5/64,link_down=0,mtu=1400,rate=12.5,tag=7,type=veth\n")
                .containsPattern("net2: name=eth2,bridge=vmbr0,hwaddr=BC:24:11(:[0-9A-F]{2}){3},ip6=auto,type=veth\n")
                .doesNotContain("[pve:pending]");
        assertThat(set(101, "net1", "name=eth1,bridge=vmbr0,mtu=9000").message())
                .isEqualTo("net1: MTU size '9000' is bigger than bridge MTU '1500'\n");
        set(101, "delete", "net1,net2");
        assertThat(lab.config(101).data().propertyNames()).doesNotContain("net1", "net2");
    }

    @Test
    void descriptions_keep_their_lines_and_end_in_a_line_break() throws IOException {
        set(101, "description", "first: 100%\nsecond");

        assertThat(option(101, "description")).isEqualTo("first: 100%\nsecond\n");
        assertThat(lab.file(101)).startsWith("#first%3A 100%25\n#second\n");
        set(101, "delete", "description");
        assertThat(lab.file(101)).doesNotContain("#");
    }
}
