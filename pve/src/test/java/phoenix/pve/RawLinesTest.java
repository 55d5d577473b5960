package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestConfig.RawEntry;

class RawLinesTest {
    private static final List<RawEntry> WANTED = List.of(
            new RawEntry("lxc.cgroup2.devices.allow", "c 195:* rwm"), new RawEntry("lxc.mount.auto", "proc:rw sys:rw"));

    private static final String WITH_SNAPSHOT = """
            #The gateway%3A first
            arch: amd64
            hostname: gateway
            lxc.mount.auto = sys:ro

            [pve:pending]
            memory: 1024

            [before]
            arch: amd64
            lxc.mount.auto: sys:ro
            snaptime: 1700000000
            """;

    @Test
    void the_lines_go_into_the_section_in_force_and_into_no_other() {
        String text = RawLines.replaced(WITH_SNAPSHOT, WANTED);

        assertThat(text).isEqualTo("""
                #The gateway%3A first
                arch: amd64
                hostname: gateway
                lxc.cgroup2.devices.allow: c 195:* rwm
                lxc.mount.auto: proc:rw sys:rw

                [pve:pending]
                memory: 1024

                [before]
                arch: amd64
                lxc.mount.auto: sys:ro
                snaptime: 1700000000
                """);
        assertThat(GuestConfig.parse(text).current().raw()).isEqualTo(WANTED);
    }

    @Test
    void writing_them_twice_writes_the_same() {
        String once = RawLines.replaced(WITH_SNAPSHOT, WANTED);

        assertThat(RawLines.replaced(once, WANTED)).isEqualTo(once);
    }

    @Test
    void no_line_is_left_where_none_is_wanted() {
        assertThat(RawLines.replaced("arch: amd64\nlxc.idmap: u 0 100000 65536\nmemory: 512\n", List.of()))
                .isEqualTo("arch: amd64\nmemory: 512\n");
    }

    @Test
    void a_file_without_a_line_break_at_its_end_gets_one() {
        assertThat(RawLines.replaced("arch: amd64", WANTED.subList(0, 1)))
                .isEqualTo("arch: amd64\nlxc.cgroup2.devices.allow: c 195:* rwm\n");
    }

    @Test
    void a_snapshot_directly_behind_the_options_is_set_apart() {
        assertThat(RawLines.replaced("arch: amd64\n[s1]\narch: amd64\n", List.of()))
                .isEqualTo("arch: amd64\n\n[s1]\narch: amd64\n");
    }

    @Test
    void the_order_counts_among_lines_of_one_key_only() {
        RawEntry a1 = new RawEntry("lxc.mount.entry", "one");
        RawEntry a2 = new RawEntry("lxc.mount.entry", "two");
        RawEntry other = new RawEntry("lxc.idmap", "u 0 100000 65536");

        assertThat(RawLines.same(List.of(a1, a2, other), List.of(other, a1, a2)))
                .isTrue();
        assertThat(RawLines.same(List.of(a1, a2), List.of(a2, a1))).isFalse();
        assertThat(RawLines.same(List.of(a1, a1), List.of(a1))).isFalse();
    }
}
