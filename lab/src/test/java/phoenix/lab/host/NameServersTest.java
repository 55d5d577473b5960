package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameServersTest {
    @Test
    void a_stub_on_the_machines_loopback_is_of_no_use_to_the_lab() {
        NameServers found = NameServers.parse("""
                # stub
                nameserver 127.0.0.53
                nameserver ::1
                nameserver 192.0.2.53
                search lab.test home.test
                options edns0
                """);

        assertThat(found.addresses()).containsExactly("192.0.2.53");
        assertThat(found.searchDomains()).containsExactly("lab.test", "home.test");
        assertThat(found.print()).isEqualTo("search lab.test home.test\nnameserver 192.0.2.53\n");
    }
}
