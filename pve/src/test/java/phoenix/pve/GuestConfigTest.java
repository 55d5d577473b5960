package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.GuestConfig.Section;

class GuestConfigTest {
    private static final String FILE = """
            #The gateway, see http%3A//example.org
            #%7B"v"%3A1}
            arch: amd64
            cores: 2
            features: nesting=1
            hostname: gateway
            memory: 512
            net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:2A:3B:4C,ip=10.0.0.53/24,type=veth
            parent: final-form
            rootfs: local-zfs:subvol-953-disk-0,size=8G
            unprivileged: 1
            lxc.apparmor.profile: unconfined
            lxc.mount.entry: /dev/net dev/net none bind,create=dir
            lxc.mount.entry: /dev/fuse dev/fuse none bind,create=file

            [pve:pending]
            delete: nameserver
            searchdomain: example.org

            [final-form]
            #taken by hand
            arch: amd64
            hostname: gateway
            snaptime: 1732000000
            lxc.apparmor.profile: unconfined

            [pre-configured]
            hostname: gateway
            """;

    @Test
    void a_line_of_blanks_without_end_is_read_in_no_time_and_a_note_keeps_its_carriage_returns() {
        String blanks = " ".repeat(1 << 20);

        GuestConfig config = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> GuestConfig.parse("#a%0Db\nhostname: web" + blanks + "x\nlxc.a =" + blanks));

        assertThat(config.current().get("hostname")).contains("web" + blanks + "x");
        assertThat(config.current().raw()).containsExactly(new RawEntry("lxc.a", ""));
        assertThat(GuestConfig.parse(config.print())).isEqualTo(config);
        assertThat(GuestConfig.parse("cores:   ").current().options()).isEqualTo(Map.of("cores", " "));
    }

    @Test
    void a_file_has_a_section_in_force_one_that_waits_and_one_for_each_snapshot() {
        GuestConfig config = GuestConfig.parse(FILE);

        assertThat(config.current().description()).isEqualTo("The gateway, see http://example.org\n{\"v\":1}");
        assertThat(config.current().get("net0"))
                .contains("name=eth0,bridge=vmbr0,hwaddr=BC:24:11:2A:3B:4C,ip=10.0.0.53/24,type=veth");
        assertThat(config.current().raw())
                .containsExactly(
                        new RawEntry("lxc.apparmor.profile", "unconfined"),
                        new RawEntry("lxc.mount.entry", "/dev/net dev/net none bind,create=dir"),
                        new RawEntry("lxc.mount.entry", "/dev/fuse dev/fuse none bind,create=file"));
        assertThat(config.pending().options()).isEqualTo(Map.of("delete", "nameserver", "searchdomain", "example.org"));
        assertThat(config.snapshots().keySet()).containsExactly("final-form", "pre-configured");
        assertThat(config.snapshots().get("final-form"))
                .isEqualTo(new Section(
                        "taken by hand",
                        Map.of("arch", "amd64", "hostname", "gateway", "snaptime", "1732000000"),
                        List.of(new RawEntry("lxc.apparmor.profile", "unconfined"))));
    }

    @Test
    void what_is_read_is_printed_as_proxmox_prints_it() {
        String canonical = FILE.replace("%7B", "{");

        assertThat(GuestConfig.parse(FILE).print()).isEqualTo(canonical);
    }

    @Test
    void options_and_snapshots_are_printed_by_name() {
        GuestConfig config = GuestConfig.parse("swap: 1\ncores: 2\n[b1]\nx: 1\n[a1]\nx: 2\n");

        assertThat(config.current().options().keySet()).containsExactly("swap", "cores");
        assertThat(config.print()).isEqualTo("cores: 2\nswap: 1\n\n[a1]\nx: 2\n\n[b1]\nx: 1\n");
    }

    @Test
    void a_line_appended_to_the_file_belongs_to_its_last_section() {
        GuestConfig config = GuestConfig.parse(FILE + "lxc.cap.drop = sys_admin\n");

        assertThat(config.current().raw()).hasSize(3);
        assertThat(config.print()).endsWith("[pre-configured]\nhostname: gateway\nlxc.cap.drop: sys_admin\n");
    }

    @Test
    void a_vms_file_is_read_too() {
        GuestConfig config = GuestConfig.parse("""
                #web%3A server
                boot: order=scsi0
                description: old%20style
                smbios1: uuid=1-2
                virtio0: local:101/a.qcow2,size=8G

                [PENDING]
                cores: 4

                [special:cloudinit]
                ciuser: root

                [snap_1]
                vmstate: local:101/x.raw
                """);

        assertThat(config.current().description()).isEqualTo("web: server\nold style");
        assertThat(config.current().options()).containsOnlyKeys("boot", "smbios1", "virtio0");
        assertThat(config.pending().options()).isEqualTo(Map.of("cores", "4"));
        assertThat(config.snapshots()).containsOnlyKeys("snap_1");
    }

    @Test
    void lines_that_proxmox_would_drop_are_dropped() {
        GuestConfig config =
                GuestConfig.parse("Cores: 2\ncores 2\nmemory:\nhost name: x\n= y\nswap: 0\n[a b]\nmemory: 9\n");

        assertThat(config).isEqualTo(GuestConfig.parse("swap: 0\n"));
    }

    @Test
    void an_empty_file_is_an_empty_configuration() {
        assertThat(GuestConfig.parse("").print()).isEmpty();
        assertThat(GuestConfig.parse("\n\n")).isEqualTo(new GuestConfig(Section.EMPTY, Section.EMPTY, Map.of()));
    }

    @Test
    void a_description_keeps_its_empty_lines_but_not_the_last_ones() {
        Section section = Section.EMPTY.describedAs("a\n\nb\n\n");

        String printed = new GuestConfig(section, Section.EMPTY, Map.of()).print();

        assertThat(printed).isEqualTo("#a\n#\n#b\n");
        assertThat(GuestConfig.parse(printed).current().description()).isEqualTo("a\n\nb");
    }

    @Test
    void an_option_with_a_line_feed_is_never_printed() {
        Section section = Section.EMPTY.with("hostname", "a\nlxc.apparmor.profile: unconfined");

        assertThatThrownBy(() -> new GuestConfig(section, Section.EMPTY, Map.of()).print())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("detected invalid newline inside property 'hostname'");
    }

    @Test
    void options_are_set_and_taken_away_in_copies() {
        Section section = GuestConfig.parse(FILE).current();

        Section changed = section.with("cores", "4").without("memory");

        assertThat(changed.get("cores")).contains("4");
        assertThat(changed.get("memory")).isEmpty();
        assertThat(changed.raw()).isEqualTo(section.raw());
        assertThat(section.get("cores")).contains("2");
    }

    @Test
    void what_is_printed_is_read_back() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Map<String, Section> snapshots = new LinkedHashMap<>();
            for (int s = random.nextInt(4); s > 0; s--) {
                snapshots.put("snap-" + random.nextInt(100), section(random));
            }
            GuestConfig config = new GuestConfig(section(random), section(random), snapshots);

            GuestConfig read = GuestConfig.parse(config.print());

            assertThat(read).as("seed %d", seed).isEqualTo(config);
            assertThat(read.print()).as("seed %d", seed).isEqualTo(config.print());
        }
    }

    private static Section section(Random random) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int o = random.nextInt(5); o > 0; o--) {
            options.put("mp" + random.nextInt(20), text(random, "=,:[]#%ü ") + "x");
        }
        List<RawEntry> raw = new ArrayList<>();
        for (int r = random.nextInt(3); r > 0; r--) {
            raw.add(new RawEntry("lxc.mount.entry", text(random, "=:/# ") + "x"));
        }
        return new Section(text(random, "a:%\n#[]ü ") + "x", options, raw);
    }

    /** Some characters of the alphabet, the first of them no blank: blanks around a value are not kept. */
    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
