package phoenix.orchestrator.host.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import phoenix.orchestrator.host.WipeConsent;

/** Every kind of disk by every kind of consent: wiped only where it may be. */
@SuppressWarnings({"ImmutableEnumChecker", "ReferenceEquality"})
class DiskDecisionTest {
    private static final long GIB = 1L << 30;

    private enum Kind {
        EMPTY(disk(List.of(), List.of(), false)),
        PARTITIONED(disk(List.of("gpt on /dev/sdb", "partition /dev/sdb1"), List.of(), false)),
        OLD_POOL_MEMBER(disk(List.of("zfs_member 'tank' on /dev/sdb1"), List.of(), false)),
        MEMBER_OF_THE_VERY_POOL(disk(List.of("gpt on /dev/sdb", "zfs_member 'media' on /dev/sdb1"), List.of(), false)),
        LVM(disk(List.of("LVM2_member on /dev/sdb"), List.of(), false)),
        LIVE_POOL_MEMBER(disk(List.of("zfs_member on /dev/sdb1"), List.of("member of the pool tank"), false)),
        ACTIVE_LVM(disk(List.of("LVM2_member on /dev/sdb"), List.of("held by dm-0"), false)),
        MOUNTED(disk(List.of("ext4 on /dev/sdb1"), List.of("mounted at /srv"), false)),
        SWAP(disk(List.of("swap on /dev/sdb2"), List.of("swap"), false)),
        SYSTEM(disk(List.of("ext4 on /dev/sdb2"), List.of(), true)),
        GONE(new Disk("/dev/disk/by-id/x", "", 0, "", "", List.of(), List.of(), false)),
        TOO_SMALL(new Disk("/dev/disk/by-id/x", "/dev/sdb", 1 << 20, "S1", "", List.of(), List.of(), false)),
        WITHOUT_SERIAL(
                new Disk("/dev/disk/by-id/x", "/dev/sdb", GIB, "", "", List.of("ext4 on /dev/sdb"), List.of(), false));

        private final Disk disk;

        Kind(Disk disk) {
            this.disk = disk;
        }

        boolean mayBeWiped() {
            return this == PARTITIONED || this == OLD_POOL_MEMBER || this == LVM;
        }
    }

    private static Disk disk(List<String> holds, List<String> uses, boolean system) {
        return new Disk("/dev/disk/by-id/x", "/dev/sdb", GIB, "S1", "Model", holds, uses, system);
    }

    private static final WipeConsent FLAG = new WipeConsent(true, Set.of());
    private static final WipeConsent WRONG = new WipeConsent(true, Set.of("S2", ""));
    private static final WipeConsent RIGHT = new WipeConsent(true, Set.of("S1"));
    private static final WipeConsent SERIAL_ALONE = new WipeConsent(false, Set.of("S1"));

    static Stream<Arguments> all() {
        List<Arguments> cases = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (WipeConsent consent : List.of(WipeConsent.NONE, FLAG, WRONG, RIGHT, SERIAL_ALONE)) {
                cases.add(Arguments.of(kind, consent));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("all")
    void a_disk_is_wiped_only_if_it_may_be_and_its_own_serial_was_given(Kind kind, WipeConsent consent) {
        DiskDecision decision = DiskDecision.of(kind.disk, consent, "media");

        if (kind == Kind.EMPTY) {
            assertThat(decision).isInstanceOf(DiskDecision.Free.class);
        } else if (kind.mayBeWiped() && consent == RIGHT) {
            assertThat(decision).isInstanceOf(DiskDecision.Wipe.class);
        } else {
            assertThat(decision).isInstanceOf(DiskDecision.Refused.class);
            kind.disk.holds().stream()
                    .filter(held -> kind.mayBeWiped())
                    .forEach(held -> assertThat(
                                    ((DiskDecision.Refused) decision).refusal().why())
                            .contains(held));
            kind.disk
                    .uses()
                    .forEach(use -> assertThat(
                                    ((DiskDecision.Refused) decision).refusal().why())
                            .contains(use));
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("all")
    void only_where_a_serial_would_be_enough_it_is_asked_for(Kind kind, WipeConsent consent) {
        boolean asks = DiskDecision.of(kind.disk, consent, "media") instanceof DiskDecision.Refused refused
                && refused.unconfirmed();

        assertThat(asks).isEqualTo(kind.mayBeWiped() && consent.asked() && consent != RIGHT);
    }

    @Test
    void a_disk_of_the_very_pool_is_never_wiped_and_it_is_told_how_its_label_goes_by_hand() {
        DiskDecision.Refused refused =
                (DiskDecision.Refused) DiskDecision.of(Kind.MEMBER_OF_THE_VERY_POOL.disk, RIGHT, "media");

        assertThat(refused.refusal().why())
                .endsWith("belongs to a pool 'media' that is there, and cannot be imported now");
        assertThat(refused.refusal().hint()).endsWith("zpool labelclear -f /dev/sdb1");
    }
}
