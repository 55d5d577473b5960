package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;

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
                "startup|order=1,up=5|down=30,order=1,up=5",
                "net0|name=eth0,bridge=vmbr0,firewall=0|name=eth0,bridge=vmbr0",
                "net0|name=eth0,bridge=vmbr0,firewall=1|firewall=on,name=eth0,bridge=vmbr0",
                "net0|name=eth0,bridge=vmbr0,ip=manual|name=eth0,bridge=vmbr0",
                "net0|name=eth0,bridge=vmbr0,rate=12.50|name=eth0,bridge=vmbr0,rate=12.5",
                "net0|name=eth0,bridge=vmbr0,ip6=2001:DB8::1/64,gw6=fe80::1|bridge=vmbr0,gw6=fe80:0::1,ip6=2001:db8:0::1/64,name=eth0",
                "features|nesting=1|keyctl=0,nesting=1",
                "nameserver|10.0.0.1 10.0.0.2|10.0.0.1,10.0.0.2",
                "searchdomain|example.org lan|example.org, lan",
                "cpulimit|1.50|1.5",
                "cpulimit|0|''",
                "onboot|0|''",
                "protection|0|''",
                "tags|web;db|db;phoenix-0a1b2c3d;web",
                "tags|''|phoenix-0a1b2c3d",
                "description|The gateway.|The gateway.\n",
                "mp0|local-zfs:8,mp=/data|local-zfs:subvol-953-disk-1,mp=/data,size=8G",
                "mp0|local-zfs:8,mp=/data|volume=local-zfs:subvol-953-disk-1,backup=1,mp=/data/,size=16G",
                "mp0|local-zfs:8,mp=/data,ro=1,backup=0|local-zfs:subvol-953-disk-1,mp=/data,size=8G,ro=on",
                "mp1|/srv/media,mp=/media,ro=1|/srv/media,mp=/media,ro=1,shared=1",
                "dev0|/dev/ttyUSB0,mode=0660|mode=0660,path=/dev/ttyUSB0",
                "dev0|/dev/ttyUSB0|/dev/ttyUSB0,deny-write=0",
                "memory|512|512"
            })
    void spellings_of_the_same_value_are_no_difference(String option, String want, String have) {
        assertThat(OptionDiff.between(Map.of(option, want), Map.of(option, have))
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory|1024|512|1024|LIVE",
                "swap|0|''|0|LIVE",
                "cpulimit|1.5|''|1.5|LIVE",
                "onboot|1|''|1|LIVE",
                "protection|0|1|0|LIVE",
                "hostname|gateway|Gateway|gateway|LIVE",
                "description|new|old|new|LIVE",
                "tags|web|db;phoenix-0a1b2c3d|web|LIVE",
                "startup|order=2|down=30,order=1|down=30,order=2|LIVE",
                "net1|name=eth1,bridge=vmbr0|''|name=eth1,bridge=vmbr0|LIVE",
                "net0|name=eth0,bridge=vmbr0,tag=5|name=eth0,bridge=vmbr0|name=eth0,bridge=vmbr0,tag=5|LIVE",
                "net10|name=eth9,bridge=vmbr1|name=eth9,bridge=vmbr0|name=eth9,bridge=vmbr1|RESTART",
                "nameserver|10.0.0.2 10.0.0.1|10.0.0.1 10.0.0.2|10.0.0.2 10.0.0.1|RESTART",
                "searchdomain|lan|''|lan|RESTART",
                "timezone|Europe/Berlin|host|Europe/Berlin|RESTART",
                "features|nesting=1,keyctl=1|nesting=1|nesting=1,keyctl=1|RESTART",
                "mp0|local-zfs:8,mp=/data|''|local-zfs:8,mp=/data|LIVE",
                "mp0|local-zfs:8,mp=/data,ro=1|local-zfs:subvol-953-disk-1,mp=/data,size=8G,acl=1"
                        + "|local-zfs:subvol-953-disk-1,mp=/data,acl=1,ro=1,size=8G|RESTART",
                "mp0|/srv/b,mp=/data|/srv/a,mp=/data|/srv/b,mp=/data|RESTART",
                "dev0|/dev/fuse|''|/dev/fuse|RESTART"
            })
    void what_differs_is_set_and_says_what_that_does_to_a_guest_at_work(
            String option, String want, String have, String sent, Impact impact) {
        OptionDiff diff = OptionDiff.between(Map.of(option, want), have.isEmpty() ? Map.of() : Map.of(option, have));

        assertThat(diff.set()).containsExactly(Map.entry(option, sent));
        assertThat(diff.delete()).isEmpty();
        assertThat(diff.changes()).extracting(Change::impact).containsExactly(impact);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nameserver|10.0.0.1|RESTART",
                "searchdomain|lan|RESTART",
                "features|nesting=1|RESTART",
                "mp0|/srv/a,mp=/data|RESTART",
                "dev3|/dev/fuse|RESTART",
                "net1|name=eth1,bridge=vmbr0|LIVE",
                "net10|name=eth9,bridge=vmbr0|RESTART"
            })
    void what_shall_not_be_set_is_deleted_if_it_is_there_and_only_then(String option, String have, Impact impact) {
        OptionDiff diff = OptionDiff.between(Map.of(option, ""), Map.of(option, have));

        assertThat(diff.delete()).containsExactly(option);
        assertThat(diff.set()).isEmpty();
        assertThat(diff.changes()).extracting(Change::impact).containsExactly(impact);
        assertThat(OptionDiff.between(Map.of(option, ""), Map.of()).isEmpty()).isTrue();
    }

    @Test
    void a_limit_of_none_is_brought_about_by_removing_the_limit() {
        OptionDiff diff = OptionDiff.between(Map.of("cpulimit", "0"), Map.of("cpulimit", "0.5"));

        assertThat(diff.delete()).containsExactly("cpulimit");
        assertThat(diff.set()).isEmpty();
        assertThat(diff.changes()).extracting(Change::impact).containsExactly(Impact.LIVE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net0|name=eth0,bridge=vmbr0|net0.gw net0.tag|bridge=vmbr0,gw=10.0.0.1,name=eth0,tag=5|bridge=vmbr0,name=eth0",
                "net0|name=eth0,bridge=vmbr0|net0.hwaddr|bridge=vmbr0,hwaddr=BC:24:11:00:00:01,name=eth0|same",
                "net0|name=eth0,bridge=vmbr0|net0.gw|bridge=vmbr0,name=eth0,tag=5|same",
                "startup|order=1|startup.up|order=1,up=5|order=1"
            })
    void a_part_that_phoenix_set_and_the_file_dropped_is_taken_out(
            String option, String want, String managedBefore, String have, String sent) {
        Set<String> managed = new java.util.TreeSet<>(List.of(managedBefore.split(" ")));
        managed.removeIf(name -> name.endsWith(".hwaddr"));

        OptionDiff diff = OptionDiff.between(Map.of(option, want), Map.of(option, have), managed);

        if (sent.equals("same")) {
            assertThat(diff.isEmpty()).isTrue();
        } else {
            assertThat(diff.set()).containsExactly(Map.entry(option, sent));
        }
    }

    @Test
    void the_names_of_what_is_managed_hold_the_parts_that_may_be_dropped_but_no_mac_address() {
        assertThat(ContainerOptions.managed(Map.of(
                        "net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=dhcp,tag=5",
                        "startup", "order=1",
                        "memory", "512")))
                .containsExactly("memory", "net0", "net0.ip", "net0.tag", "startup", "startup.order");
    }

    @Test
    void labels_that_the_file_dropped_leave_only_what_is_phoenix_own() {
        OptionDiff diff = OptionDiff.between(
                Map.of(), Map.of("tags", "phoenix-0a1b2c3d;web", "description", "old"), Set.of("tags", "description"));

        assertThat(diff.set()).containsEntry("tags", "").containsEntry("description", "");
        assertThat(diff.delete()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "features|nesting=1|''|1|false",
                "features|nesting=0|nesting=1,keyctl=1|1|true",
                "features|nesting=1,keyctl=1|keyctl=1|1|false",
                "features|nesting=1|''|0|true",
                "mp0|/srv/a,mp=/data|''|1|true",
                "mp0|''|/srv/a,mp=/data|1|false",
                "mp0|local-zfs:8,mp=/data|''|1|false",
                "dev0|/dev/fuse|''|1|true",
                "dev0|''|/dev/fuse|1|true",
                "memory|1024|512|0|false"
            })
    void what_proxmox_lets_only_root_set_is_told_apart(
            String option, String want, String have, String unprivileged, boolean forRoot) {
        Map<String, String> found = new java.util.HashMap<>(Map.of("unprivileged", unprivileged));
        if (!have.isEmpty()) {
            found.put(option, have);
        }

        assertThat(OptionDiff.between(Map.of(option, want), found).forRoot().contains(option))
                .isEqualTo(forRoot);
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
