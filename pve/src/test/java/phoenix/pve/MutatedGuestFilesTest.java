package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever stands in a guest's files, they are read, quickly, and what is printed of them reads the same. */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutatedGuestFilesTest {
    private static final String FILE = """
            #The gateway, see http%3A//example.org
            #%7B"v"%3A1}
            arch: amd64
            features: nesting=1
            net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:2A:3B:4C,ip=10.0.0.53/24,type=veth
            rootfs: local-zfs:subvol-953-disk-0,size=8G
            lxc.apparmor.profile: unconfined
            lxc.mount.entry: /dev/net dev/net none bind,create=dir

            [pve:pending]
            delete: nameserver
            searchdomain: example.org

            [final-form]
            #taken by hand
            hostname: gateway
            snaptime: 1732000000
            """;
    private static final String FIREWALL = """
            [OPTIONS]
            enable: 1
            policy_in: DROP

            [RULES]
            IN ACCEPT -source 10.0.0.0/24 -p tcp -dport 443 -log nolog # web
            |OUT DROP -dest 10.0.0.9
            """;
    private static final String UPID = "UPID:pve:00000A1B:00000C2D:66AA0011:vzcreate:953:root@pam:";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONG_RUN_LIMIT = Duration.ofSeconds(5);

    @Test
    void no_change_makes_the_reader_of_guests_fail_or_hang_and_what_it_prints_it_reads_alike() {
        Random random = new Random(MutatedText.seed());
        for (int input = 0; input < MutatedText.inputs(); input++) {
            String text = MutatedText.of(FILE, random);
            tried(input, text, () -> {
                GuestConfig read = GuestConfig.parse(text);
                assertThat(GuestConfig.parse(read.print())).isEqualTo(read);
            });
        }
    }

    @Test
    void no_change_makes_the_readers_of_firewalls_properties_sizes_and_names_fail_otherwise_than_they_promise() {
        Random random = new Random(MutatedText.seed());
        List<String> lines = FILE.lines().toList();
        for (int input = 0; input < MutatedText.inputs(); input++) {
            String firewall = MutatedText.of(FIREWALL, random);
            String line = MutatedText.of(lines.get(random.nextInt(lines.size())), random);
            tried(input, firewall, () -> GuestFirewall.parse(firewall));
            tried(input, line, () -> {
                refusedAtMost(() -> PropertyString.parse(line, "name"));
                refusedAtMost(() -> DiskSize.parse(line));
                refusedAtMost(() -> Upid.parse(line));
                refusedAtMost(() -> VmId.parse(line));
                refusedAtMost(() -> VolumeId.parse(line));
                Tags.parse(line);
            });
        }
    }

    @Test
    void one_very_long_word_anywhere_takes_the_readers_no_longer_than_its_length_asks_for() {
        MutatedText.withLongRuns(FIREWALL)
                .forEach(text -> tried(0, text, LONG_RUN_LIMIT, () -> GuestFirewall.parse(text)));
        MutatedText.withLongRuns(FILE).forEach(text -> tried(0, text, LONG_RUN_LIMIT, () -> GuestConfig.parse(text)));
        for (String line : List.of("10.0.0.53/24", "fd00::2/64", "local-zfs:subvol-953-disk-0,size=8G", UPID)) {
            MutatedText.withLongRuns(line)
                    .forEach(text -> tried(0, text, LONG_RUN_LIMIT, () -> {
                        refusedAtMost(() -> PropertyString.parse(text, "name"));
                        refusedAtMost(() -> DiskSize.parse(text));
                        refusedAtMost(() -> Upid.parse(text));
                        refusedAtMost(() -> VolumeId.parse(text));
                        IpNetwork.parse(text);
                        Tags.parse(text);
                        RawLines.replaced(text, List.of());
                    }));
        }
    }

    private static void refusedAtMost(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("java.").message().isNotBlank();
        }
    }

    private static void tried(int input, String text, Runnable reading) {
        tried(input, text, LIMIT, reading);
    }

    private static void tried(int input, String text, Duration limit, Runnable reading) {
        try {
            assertTimeout(limit, reading::run);
        } catch (RuntimeException | AssertionError e) {
            fail("seed " + MutatedText.seed() + ", input " + input + ": " + MutatedText.shown(text), e);
        }
    }
}
