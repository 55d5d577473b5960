package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.actual.Gpus;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Mount;
import phoenix.pve.VmId;

/** Mounts, devices and GPUs: which numbered option each of them has, gets, or loses. */
class PointsTest {
    private static final Mount MEDIA = new Mount.Bind("/srv/media", "/media", true, null);
    private static final Mount DATA = new Mount.Volume("data", "local-zfs", 8, "/data", false, true);
    private static final NodeFacts TWO_GPUS = new NodeFacts(
            Map.of(),
            Map.of(),
            Optional.of(new Gpus(
                    new TreeMap<>(Map.of(
                            "/dev/nvidia-caps/nvidia-cap1",
                            "",
                            "/dev/nvidia-uvm",
                            "",
                            "/dev/nvidia0",
                            "",
                            "/dev/nvidia1",
                            "",
                            "/dev/nvidiactl",
                            "")),
                    Optional.empty(),
                    true)),
            Optional.empty());

    @Test
    void new_mounts_take_the_lowest_free_numbers_in_the_order_of_the_file() {
        assertThat(MountPoints.of(List.of(MEDIA, DATA), Map.of(), false))
                .containsExactly(
                        Map.entry("mp0", "/srv/media,mp=/media,ro=1"),
                        Map.entry("mp1", "local-zfs:8,mp=/data,backup=1"));
    }

    @Test
    void a_mount_that_is_there_keeps_its_number_by_its_path() {
        Map<String, String> have = Map.of(
                "mp0",
                "local-zfs:subvol-953-disk-2,mp=/old,size=4G",
                "mp3",
                "local-zfs:subvol-953-disk-1,mp=/data/,size=8G");

        assertThat(MountPoints.of(List.of(MEDIA, DATA), have, false))
                .containsOnly(
                        Map.entry("mp1", "/srv/media,mp=/media,ro=1"),
                        Map.entry("mp3", "local-zfs:8,mp=/data,backup=1"),
                        Map.entry("mp0", ""));
    }

    @Test
    void mounts_that_the_file_leaves_alone_stay_and_those_that_it_drops_go() {
        Map<String, String> have = Map.of("mp0", "/srv/media,mp=/media");

        assertThat(MountPoints.of(null, have, false)).isEmpty();
        assertThat(MountPoints.of(null, have, true)).containsOnly(Map.entry("mp0", ""));
        assertThat(MountPoints.of(List.of(), have, false)).containsOnly(Map.entry("mp0", ""));
    }

    @Test
    void devices_are_known_by_their_paths() {
        Wanted want = want();
        want.devices = List.of(
                new Device("/dev/ttyUSB0", "0660", 0, 20, false), new Device("/dev/fuse", null, null, null, true));

        assertThat(DevicePoints.of(
                        want.value(), Map.of("dev2", "/dev/fuse", "dev0", "path=/dev/kvm"), Set.of(), NodeFacts.NONE))
                .containsOnly(
                        Map.entry("dev1", "/dev/ttyUSB0,gid=20,mode=0660,uid=0"),
                        Map.entry("dev2", "/dev/fuse,deny-write=1"),
                        Map.entry("dev0", ""));
    }

    @Test
    void an_assigned_gpu_comes_with_what_all_gpus_share_and_without_the_others() {
        Wanted want = want();
        want.gpus = List.of(1);

        assertThat(DevicePoints.of(
                        want.value(), Map.of("dev0", "/dev/nvidia0", "dev1", "/dev/ttyS0"), Set.of(), TWO_GPUS))
                .containsOnly(
                        Map.entry("dev2", "/dev/nvidia1"),
                        Map.entry("dev3", "/dev/nvidia-caps/nvidia-cap1"),
                        Map.entry("dev4", "/dev/nvidia-uvm"),
                        Map.entry("dev5", "/dev/nvidiactl"),
                        Map.entry("dev0", ""));
    }

    @Test
    void without_an_assignment_every_gpu_goes_and_nothing_else() {
        Wanted want = want();
        want.gpus = List.of();
        Map<String, String> have = Map.of("dev0", "/dev/nvidia0", "dev1", "/dev/nvidiactl", "dev2", "/dev/ttyS0");

        assertThat(DevicePoints.of(want.value(), have, Set.of(), NodeFacts.NONE))
                .containsOnly(Map.entry("dev0", ""), Map.entry("dev1", ""));
        want.gpus = null;
        assertThat(DevicePoints.of(want.value(), have, Set.of(), NodeFacts.NONE))
                .isEmpty();
        want.devices = List.of();
        assertThat(DevicePoints.of(want.value(), have, Set.of(), NodeFacts.NONE))
                .containsOnly(Map.entry("dev2", ""));
    }

    private static Wanted want() {
        return new Wanted(new VmId(953), "gateway", new Origin.Template("debian-12-standard"));
    }
}
