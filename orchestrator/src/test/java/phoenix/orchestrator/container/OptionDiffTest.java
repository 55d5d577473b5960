package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionDiffTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net0|name=eth0,bridge=vmbr0,ip=10.0.0.5/24|bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=10.0.0.5/24,name=eth0,type=veth",
                "net0|name=eth0,bridge=vmbr0,hwaddr=bc:24:11:00:00:01,ip=dhcp|name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=dhcp,type=veth",
                "net0|name=eth0,bridge=vmbr0,ip=dhcp|name=eth0,bridge=vmbr0,firewall=1,ip=dhcp,rate=5",
                "startup|order=1,up=5|up=5,order=1",
                "startup|order=1,up=5|1,up=5",
                "features|keyctl=1,nesting=1|nesting=1,keyctl=1",
                "nameserver|10.0.0.1 10.0.0.2|10.0.0.1,10.0.0.2",
                "memory|512|512"
            })
    void spellings_of_the_same_value_are_no_difference(String option, String want, String have) {
        assertThat(OptionDiff.between(Map.of(option, want), Map.of(option, have))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void start_at_boot_that_was_never_set_is_off() {
        assertThat(OptionDiff.between(Map.of("onboot", "0"), Map.of()).isEmpty())
                .isTrue();
    }

    @Test
    void an_option_nobody_asked_for_is_left_alone() {
        assertThat(OptionDiff.between(Map.of(), Map.of("memory", "4096")).isEmpty())
                .isTrue();
    }

    @Test
    void a_network_that_differs_keeps_what_somebody_else_set_in_it() {
        OptionDiff diff = OptionDiff.between(
                Map.of("net0", "name=eth0,bridge=vmbr0,ip=10.0.0.6/24"),
                Map.of("net0", "name=eth0,bridge=vmbr0,firewall=1,hwaddr=BC:24:11:00:00:01,ip=10.0.0.5/24,type=veth"));

        assertThat(diff.set())
                .containsEntry(
                        "net0", "name=eth0,bridge=vmbr0,firewall=1,hwaddr=BC:24:11:00:00:01,ip=10.0.0.6/24,type=veth");
    }

    @Test
    void an_option_that_shall_be_empty_is_deleted_if_it_is_there() {
        Map<String, String> none = Map.of("features", "");

        assertThat(OptionDiff.between(none, Map.of("features", "nesting=1")).delete())
                .containsExactly("features");
        assertThat(OptionDiff.between(none, Map.of()).isEmpty()).isTrue();
    }

    @Test
    void what_phoenix_set_and_the_file_dropped_is_deleted() {
        OptionDiff diff =
                OptionDiff.between(Map.of(), Map.of("cores", "2", "tags", "mine"), Set.of("cores", "nameserver"));

        assertThat(diff.delete()).containsExactly("cores");
        assertThat(diff.changes().toString())
                .contains("cores: 2 -> (removed)  (the file does not declare it any more)");
    }

    @Test
    void what_proxmox_does_not_let_go_stays_when_the_file_drops_it() {
        assertThat(OptionDiff.between(Map.of(), Map.of("memory", "512"), Set.of("memory"))
                        .isEmpty())
                .isTrue();
    }
}
