package phoenix.orchestrator.host.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.desired.host.HostZfs.Pool;
import phoenix.orchestrator.desired.host.HostZfs.Vdev;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.Subject;

class PoolsTest {
    private static final Place PLACE = new Place("phoenix_hypervisor_config.json", 1, 1, "/zfs/pools/0");
    private static final String DISKS = """
            disk\t/dev/disk/by-id/a\t/dev/sda\t1000000000\tSA\tModel
            disk\t/dev/disk/by-id/b\t/dev/sdb\t1000000000\tSB\tModel
            """;
    /** As OpenZFS 2.3 and the look's script print a mirror of two disks with a log. */
    private static final String POOL = """
            pool\ttank\tONLINE
            member\ttank\t0\tNAME\t
            member\ttank\t0\ttank\t
            member\ttank\t2\tmirror-0\t
            member\ttank\t4\ta\t/dev/sda
            member\ttank\t4\tb\t/dev/sdb
            property\ttank\tautotrim\toff
            property\ttank\tashift\t12
            """;

    private static Pool mirror(Map<String, String> properties) {
        return new Pool(
                "tank",
                List.of(new Vdev("mirror", List.of("/dev/disk/by-id/b", "/dev/disk/by-id/a"))),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(properties),
                PLACE);
    }

    private static HostResource compare(Pool pool, String disks, String pools, WipeConsent consent) {
        DesiredHost want = DesiredHost.EMPTY.with(new HostZfs(null, null, List.of(pool), List.of()));
        return new Pools(consent)
                .compare(want, HostFacts.of(Map.of(Disk.LOOK, disks, Pools.LOOK, pools)))
                .get(0);
    }

    @Test
    void the_order_of_a_mirror_s_disks_is_no_difference() {
        assertThat(compare(mirror(Map.of("ashift", "12")), DISKS, POOL, WipeConsent.NONE)
                        .isAsDeclared())
                .isTrue();
    }

    @Test
    void a_property_that_differs_is_set() {
        HostResource found = compare(mirror(Map.of("autotrim", "on")), DISKS, POOL, WipeConsent.NONE);

        assertThat(found.acts())
                .flatExtracting(act -> act.preview())
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix values '+autotrim of pool tank\ton'",
                        "run on the node: zpool set autotrim=on tank");
    }

    @Test
    void properties_of_a_new_pool_are_noted_but_for_what_is_settled_then() {
        Map<String, String> properties = Map.of("ashift", "12", "autotrim", "on");

        assertThat(compare(mirror(properties), DISKS, "", WipeConsent.NONE).acts())
                .flatExtracting(act -> act.preview())
                .containsSubsequence(
                        "run on the node: note-made.sh /var/lib/phoenix values '+autotrim of pool tank\ton'",
                        "run on the node: zpool create -o ashift=12 -o autotrim=on tank mirror /dev/disk/by-id/b"
                                + " /dev/disk/by-id/a");
    }

    @Test
    void a_property_that_phoenix_set_and_that_is_declared_no_more_is_told_while_the_pool_has_it() {
        String noted = "values\tautotrim of pool tank\toff\nvalues\tashift of pool tank\t9\n";
        HostZfs declared = new HostZfs(null, null, List.of(mirror(Map.of())), List.of());
        HostZfs again = new HostZfs(null, null, List.of(mirror(Map.of("autotrim", "off"))), List.of());

        for (HostZfs dropped : List.of(declared, HostZfs.EMPTY)) {
            assertThat(told(dropped, noted))
                    .containsExactly("autotrim of pool tank: declared no more, and stays off; to set another:"
                            + " zpool set autotrim=VALUE tank; to hear no more of it, remove its line from"
                            + " /var/lib/phoenix/values");
        }
        assertThat(told(again, noted)).isEmpty();
        assertThat(told(declared, "values\tautotrim of pool tank\ton\n")).isEmpty();
        assertThat(told(HostZfs.EMPTY, noted + "pools\ttank\n"))
                .singleElement()
                .asString()
                .startsWith("pool tank: ");
    }

    private static List<String> told(HostZfs want, String noted) {
        HostFacts facts = HostFacts.of(Map.of(Disk.LOOK, DISKS, Pools.LOOK, POOL, Made.LOOK, noted));
        return new Pools(WipeConsent.NONE)
                .compare(DesiredHost.EMPTY.with(want), facts).stream()
                        .flatMap(resource -> resource.remarks().stream().map(remark -> resource.name() + ": " + remark))
                        .toList();
    }

    @Test
    void another_layout_is_refused_with_both() {
        Pool single = new Pool(
                "tank",
                List.of(new Vdev("single", List.of("/dev/disk/by-id/a"))),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                PLACE);

        Subject.Refusal refusal = compare(single, DISKS, POOL, new WipeConsent(true, Set.of("SA", "SB")))
                .refusal()
                .orElseThrow();

        assertThat(refusal.why()).contains("mirror(/dev/sda,/dev/sdb)").contains("single(/dev/sda)");
        assertThat(refusal.hint()).contains("zpool attach");
    }

    @Test
    void a_pool_that_is_found_exported_is_imported_and_not_made() {
        HostResource found = compare(mirror(Map.of()), DISKS, "exported\ttank\n", WipeConsent.NONE);

        assertThat(found.acts())
                .flatExtracting(act -> act.preview())
                .containsExactly("run on the node: zpool import tank");
    }

    @Test
    void a_new_pool_is_made_of_empty_disks_without_force() {
        HostResource found = compare(mirror(Map.of("ashift", "12")), DISKS, "", WipeConsent.NONE);

        assertThat(found.acts())
                .flatExtracting(act -> act.preview())
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix pools +tank",
                        "run on the node: zpool create -o ashift=12 tank mirror /dev/disk/by-id/b"
                                + " /dev/disk/by-id/a");
    }

    @Test
    void one_disk_that_holds_something_keeps_the_whole_pool_from_being_made() {
        String held = DISKS + "holds\t/dev/disk/by-id/a\text4 on /dev/sda\n";

        assertThat(compare(mirror(Map.of()), held, "", WipeConsent.NONE)
                        .refusal()
                        .orElseThrow()
                        .why())
                .isEqualTo("/dev/disk/by-id/a (/dev/sda, Model, serial SA, 953 MiB) is not empty: ext4 on /dev/sda");
    }

    @Test
    void a_confirmed_disk_is_wiped_by_its_serial_before_the_pool_is_made() {
        String held = DISKS + "holds\t/dev/disk/by-id/a\text4 on /dev/sda\n";

        HostResource found = compare(mirror(Map.of()), held, "", new WipeConsent(true, Set.of("SA")));

        assertThat(found.acts())
                .flatExtracting(act -> act.preview())
                .containsExactly(
                        "run on the node: wipe-disk.sh /dev/disk/by-id/a SA",
                        "run on the node: note-made.sh /var/lib/phoenix pools +tank",
                        "run on the node: zpool create tank mirror /dev/disk/by-id/b /dev/disk/by-id/a");
    }

    @Test
    void a_pool_that_phoenix_made_and_that_is_declared_no_more_stays_and_is_told_until_it_is_gone() {
        String made = "pools\ttank\npools\tgone\n";
        HostFacts facts = HostFacts.of(Map.of(Pools.LOOK, POOL + "pool\trpool\tONLINE\n", Made.LOOK, made));

        List<HostResource> told = new Pools(WipeConsent.NONE).compare(DesiredHost.EMPTY, facts);

        assertThat(told).singleElement().matches(HostResource::isAsDeclared);
        assertThat(told.get(0).name()).isEqualTo("pool tank");
        assertThat(told.get(0).remarks()).singleElement().asString().endsWith("zpool destroy tank");
        DesiredHost again = DesiredHost.EMPTY.with(new HostZfs(null, null, List.of(mirror(Map.of())), List.of()));
        assertThat(new Pools(WipeConsent.NONE)
                        .compare(again, HostFacts.of(Map.of(Disk.LOOK, DISKS, Pools.LOOK, POOL, Made.LOOK, made)))
                        .get(0)
                        .remarks())
                .isEmpty();
    }
}
