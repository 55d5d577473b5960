package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import phoenix.lab.node.Containers;
import phoenix.lab.node.NodeException;
import phoenix.lab.node.Volumes;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostNodeTest {
    private RealLab lab;

    @BeforeAll
    void up() {
        lab = RealLab.fresh("t-node");
    }

    @AfterAll
    void down() {
        if (lab != null) {
            LabLeftovers.purge(lab.place(), RealLab::tell);
        }
    }

    @Test
    void the_node_runs_with_its_bridge_and_answers() {
        assertThat(lab.run("systemctl", "is-system-running").out().strip()).isEqualTo("running");
        assertThat(lab.run("hostname").out().strip()).isEqualTo("pve");
        assertThat(lab.run("ip", "-brief", "address", "show", "vmbr0").out())
                .contains(lab.node().subnet().node() + "/24");
        assertThat(RealLab.answers(lab.node().subnet().node())).isTrue();
    }

    @Test
    void opening_what_is_open_changes_nothing_and_is_quick() {
        long begun = System.nanoTime();

        HostNode again = HostNode.open(lab.place(), line -> {
            throw new AssertionError("something was done: " + line);
        });

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(again.subnet()).isEqualTo(lab.node().subnet());
    }

    @Test
    void a_guest_boots_completely_and_answers_on_its_address_with_its_limits_in_force() {
        VmId id = new VmId(110);
        Containers containers = lab.node().containers();
        lab.create(
                id, lab.config(id), Map.of("password", "correct horse", "ssh-public-keys", "ssh-ed25519 AAAA someone"));

        containers.start(id, lab.config(id));

        assertThat(lab.awaitStarted(id)).isEqualTo("running");
        assertThat(RealLab.answers(lab.address(10))).isTrue();
        assertThat(containers.running()).contains(id);
        assertThat(lab.runIn(id, "hostname").out().strip()).isEqualTo("guest110");
        assertThat(lab.runIn(id, "nproc").out().strip()).isEqualTo("1");
        assertThat(memoryLimit(id)).isEqualTo("268435456");
        assertThat(lab.runIn(id, "cat", "/proc/self/uid_map").out().strip().split("\\s+"))
                .containsExactly("0", "100000", "65536");
        assertThat(lab.runIn(id, "cat", "/root/.ssh/authorized_keys").out()).contains("ssh-ed25519 AAAA someone");
        assertThat(lab.runIn(id, "getent", "shadow", "root").out()).startsWith("root:$6$");
        assertThat(containers.interfaces(id)).anySatisfy(link -> {
            assertThat(link.name()).isEqualTo("eth0");
            assertThat(link.hwaddr()).isEqualToIgnoringCase("BC:24:11:00:01:10");
            assertThat(link.inet()).isEqualTo(lab.address(10) + "/24");
        });
        Containers.Statistics statistics = containers.statistics(id);
        assertThat(statistics.pid()).isPositive();
        assertThat(statistics.memoryBytes()).isBetween(1L << 20, 256L << 20);
        assertThat(statistics.uptimeSeconds()).isBetween(0L, 120L);
        lab.remove(id);
        assertThat(containers.running()).doesNotContain(id);
        assertThat(containers.statistics(id)).isEqualTo(new Containers.Statistics(0, 0, 0, 0));
    }

    @Test
    void a_shutdown_ends_a_guest_in_good_order_and_it_starts_again() {
        VmId id = new VmId(111);
        lab.create(id, lab.config(id), Map.of());
        lab.node().containers().start(id, lab.config(id));
        lab.awaitStarted(id);

        boolean stopped = lab.node().containers().shutDown(id, Duration.ofSeconds(30));

        assertThat(stopped).isTrue();
        assertThat(lab.node().containers().running()).doesNotContain(id);
        lab.node().containers().start(id, lab.config(id));
        assertThat(lab.awaitStarted(id)).isEqualTo("running");
        assertThatThrownBy(() -> lab.node().containers().start(id, lab.config(id)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("already running");
        lab.remove(id);
    }

    @Test
    void a_privileged_guest_runs_too() {
        VmId id = new VmId(112);
        GuestConfig.Section config = lab.config(id).without("unprivileged");
        lab.create(id, config, Map.of());

        lab.node().containers().start(id, config);

        assertThat(lab.awaitStarted(id)).isEqualTo("running");
        assertThat(lab.runIn(id, "cat", "/proc/self/uid_map").out().strip()).startsWith("0          0 ");
        lab.remove(id);
    }

    @Test
    void what_can_change_while_a_guest_runs_changes_at_once() {
        VmId id = new VmId(113);
        GuestConfig.Section before = lab.config(id);
        lab.create(id, before, Map.of());
        lab.node().containers().start(id, before);
        lab.awaitStarted(id);
        GuestConfig.Section after = before.with("memory", "384")
                .with("swap", "0")
                .with(
                        "net1",
                        "name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:01:99,ip=" + lab.address(99) + "/24,type=veth");

        lab.node().containers().applyLive(id, before, after);

        assertThat(memoryLimit(id)).isEqualTo("402653184");
        assertThat(lab.node().containers().interfaces(id))
                .anyMatch(link -> link.name().equals("eth1") && link.inet().equals(lab.address(99) + "/24"));
        assertThat(RealLab.answers(lab.address(99))).isTrue();
        lab.node().containers().applyLive(id, after, before);
        assertThat(memoryLimit(id)).isEqualTo("268435456");
        assertThat(lab.node().containers().interfaces(id))
                .noneMatch(link -> link.name().equals("eth1"));
        lab.remove(id);
    }

    @Test
    void a_guest_that_asks_by_dhcp_gets_an_address_and_a_way_out() {
        VmId id = new VmId(118);
        GuestConfig.Section config =
                lab.config(id).with("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:01:18,ip=dhcp,type=veth");
        lab.create(id, config, Map.of());

        lab.node().containers().start(id, config);

        assertThat(lab.awaitStarted(id)).isEqualTo("running");
        String address = lab.node().containers().interfaces(id).stream()
                .filter(link -> link.name().equals("eth0"))
                .findFirst()
                .orElseThrow()
                .inet()
                .replaceFirst("/24$", "");
        assertThat(address).matches("10\\.186\\.[0-9]+\\.2[0-9]{2}");
        assertThat(RealLab.answers(address)).isTrue();
        assertThat(lab.runIn(id, "ip", "route", "show", "default").out())
                .startsWith("default via " + lab.node().subnet().gateway() + " dev eth0");
        lab.remove(id);
    }

    @Test
    void two_guests_reach_each_other_and_a_frozen_one_does_not_answer() {
        VmId one = new VmId(114);
        VmId two = new VmId(115);
        for (VmId id : List.of(one, two)) {
            lab.create(id, lab.config(id), Map.of());
            lab.node().containers().start(id, lab.config(id));
        }
        lab.awaitStarted(one);
        lab.awaitStarted(two);

        assertThat(lab.runIn(one, "ping", "-c", "1", "-W", "3", lab.address(15)).succeeded())
                .isTrue();
        assertThat(lab.runIn(one, "cat", "/etc/machine-id").out())
                .isNotBlank()
                .isNotEqualTo(lab.runIn(two, "cat", "/etc/machine-id").out());
        lab.node().containers().freeze(two, true);
        assertThat(lab.run("lxc-info", "-n", "115", "--state").out()).contains("FROZEN");
        lab.node().containers().freeze(two, false);
        assertThat(lab.run("lxc-info", "-n", "115", "--state").out()).contains("RUNNING");
        lab.remove(one);
        lab.remove(two);
    }

    @Test
    void raw_lines_and_mount_points_reach_the_guest() throws Exception {
        VmId id = new VmId(116);
        Path shared = Files.createDirectories(lab.node().root().resolve("srv/shared"));
        Files.writeString(shared.resolve("note"), "from the node");
        lab.node().volumes().create("subvol-116-disk-1", DiskSize.ofGiB(1));
        GuestConfig.Section plain = lab.config(id)
                .with("mp0", "local-zfs:subvol-116-disk-1,mp=/data,size=1G")
                .with("mp1", "/srv/shared,mp=/srv/shared,ro=1");
        GuestConfig.Section config = new GuestConfig.Section(
                "", plain.options(), List.of(new GuestConfig.RawEntry("lxc.environment", "LAB_MARK=seen")));
        lab.create(id, config, Map.of());

        lab.node().containers().start(id, config);
        lab.awaitStarted(id);

        assertThat(lab.runIn(id, "touch", "/data/written").succeeded()).isTrue();
        assertThat(lab.runIn(id, "stat", "-c", "%u", "/data/written").out().strip())
                .isEqualTo("0");
        assertThat(lab.runIn(id, "cat", "/srv/shared/note").out()).isEqualTo("from the node");
        assertThat(lab.runIn(id, "touch", "/srv/shared/mine").succeeded()).isFalse();
        assertThat(lab.runIn(id, "cat", "/proc/1/environ").out()).contains("LAB_MARK=seen");
        lab.remove(id);
        lab.node().volumes().destroy("subvol-116-disk-1");
    }

    @Test
    void a_guest_that_cannot_start_says_what_lxc_said() {
        VmId id = new VmId(117);
        GuestConfig.Section config = lab.config(id).with("net0", "name=eth0,bridge=vmbr7,type=veth");
        lab.create(id, config, Map.of());

        assertThatThrownBy(() -> lab.node().containers().start(id, config))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("startup for container '117' failed")
                .hasMessageContaining("vmbr7");

        lab.remove(id);
    }

    @Test
    void a_rollback_brings_back_what_was_and_a_copy_stands_alone() throws Exception {
        Volumes volumes = lab.node().volumes();
        volumes.create("subvol-130-disk-0", DiskSize.ofGiB(1));
        Path file = lab.node().root().resolve("rpool/data/subvol-130-disk-0/file");
        Files.writeString(file, "first");
        volumes.snapshot("subvol-130-disk-0", "one");
        Files.writeString(file, "second");
        volumes.snapshot("subvol-130-disk-0", "a_second");

        volumes.copy("subvol-130-disk-0", Optional.of("one"), "subvol-131-disk-0", DiskSize.ofGiB(2));
        volumes.rollback("subvol-130-disk-0", "a_second");
        Files.writeString(file, "third");
        volumes.rollback("subvol-130-disk-0", "a_second");

        Path copied = lab.node().root().resolve("rpool/data/subvol-131-disk-0/file");
        assertThat(file).hasContent("second");
        assertThat(copied).hasContent("first");
        assertThat(volumes.list())
                .anySatisfy(usage -> {
                    assertThat(usage.volume()).isEqualTo("subvol-130-disk-0");
                    assertThat(usage.quota()).isEqualTo(DiskSize.ofGiB(1));
                    assertThat(usage.snapshots()).containsExactly("one", "a_second");
                })
                .anySatisfy(usage -> {
                    assertThat(usage.volume()).isEqualTo("subvol-131-disk-0");
                    assertThat(usage.quota()).isEqualTo(DiskSize.ofGiB(2));
                    assertThat(usage.snapshots()).isEmpty();
                });
        volumes.destroy("subvol-130-disk-0");
        assertThat(copied).hasContent("first");
        volumes.destroy("subvol-131-disk-0");
        volumes.destroy("subvol-131-disk-0");
        assertThat(volumes.list()).noneMatch(usage -> usage.volume().startsWith("subvol-13"));
    }

    @Test
    void a_volume_is_full_at_its_quota_and_grows_with_it() {
        Volumes volumes = lab.node().volumes();
        volumes.create("subvol-132-disk-0", new DiskSize(16 << 20));
        String target = "of=/rpool/data/subvol-132-disk-0/file";

        Program.Result tooMuch = lab.run("dd", "if=/dev/zero", target, "bs=1M", "count=32", "conv=fsync");
        volumes.resize("subvol-132-disk-0", new DiskSize(64 << 20));
        Program.Result enough = lab.run("dd", "if=/dev/zero", target, "bs=1M", "count=32", "conv=fsync");

        assertThat(tooMuch.err()).contains("Disk quota exceeded");
        assertThat(enough.succeeded()).isTrue();
        assertThat(volumes.space().used()).isLessThan(volumes.space().total());
        volumes.destroy("subvol-132-disk-0");
    }

    @Test
    void a_volume_goes_with_the_subvolumes_that_its_guest_made() {
        Volumes volumes = lab.node().volumes();
        volumes.create("subvol-119-disk-0", DiskSize.ofGiB(1));
        Path volume = lab.node().root().resolve("rpool/data/subvol-119-disk-0");
        Program.of("btrfs", "subvolume", "create", volume.resolve("outer").toString())
                .run();
        Program.of("btrfs", "subvolume", "create", volume.resolve("outer/inner").toString())
                .run();

        volumes.destroy("subvol-119-disk-0");

        assertThat(volume).doesNotExist();
    }

    @Test
    void a_base_cannot_be_written_and_its_clones_can() throws Exception {
        Volumes volumes = lab.node().volumes();
        Path data = lab.node().root().resolve("rpool/data");
        volumes.create("subvol-133-disk-0", DiskSize.ofGiB(1));
        Files.writeString(data.resolve("subvol-133-disk-0/file"), "base");

        volumes.makeBase("subvol-133-disk-0", "basevol-133-disk-0");
        volumes.linkedClone("basevol-133-disk-0", "subvol-134-disk-0", DiskSize.ofGiB(1));
        Files.writeString(data.resolve("subvol-134-disk-0/file"), "clone");

        assertThat(lab.run("touch", "/rpool/data/basevol-133-disk-0/new").err()).contains("Read-only file system");
        assertThat(data.resolve("basevol-133-disk-0/file")).hasContent("base");
        assertThat(data.resolve("subvol-133-disk-0")).doesNotExist();
        volumes.destroy("subvol-134-disk-0");
        volumes.destroy("basevol-133-disk-0");
    }

    @Test
    void a_rollback_killed_between_its_two_renames_is_completed_when_the_lab_is_opened() throws Exception {
        Volumes volumes = lab.node().volumes();
        Path pool = lab.node().root().resolve("rpool");
        volumes.create("subvol-135-disk-0", DiskSize.ofGiB(1));
        Files.writeString(pool.resolve("data/subvol-135-disk-0/file"), "old");
        Files.move(pool.resolve("data/subvol-135-disk-0"), pool.resolve("tmp/subvol-135-disk-0.old"));
        volumes.create("subvol-136-disk-0", DiskSize.ofGiB(1));
        Files.writeString(pool.resolve("data/subvol-136-disk-0/file"), "rolled back");
        Files.move(pool.resolve("data/subvol-136-disk-0"), pool.resolve("tmp/subvol-135-disk-0.new"));

        new BtrfsVolumes(pool).recover();

        assertThat(pool.resolve("data/subvol-135-disk-0/file")).hasContent("rolled back");
        assertThat(pool.resolve("tmp")).isEmptyDirectory();
        volumes.destroy("subvol-135-disk-0");
        volumes.destroy("subvol-136-disk-0");
    }

    @Test
    void a_volume_that_is_not_there_is_named_in_the_error() {
        assertThatThrownBy(() -> lab.node().volumes().snapshot("subvol-199-disk-0", "one"))
                .isInstanceOf(NodeException.class)
                .hasMessage("volume 'subvol-199-disk-0' does not exist");
        assertThatThrownBy(() -> lab.node().volumes().create("../escape", DiskSize.ofGiB(1)))
                .isInstanceOf(NodeException.class);
    }

    @Test
    void the_nodes_tools_say_when_nobody_serves_the_api() {
        Program.Result result = lab.run("pct", "list");

        assertThat(result.code()).isEqualTo(255);
        assertThat(result.err())
                .startsWith("nobody serves the lab's API on this node")
                .hasLineCount(1);
        for (String tool : List.of("pvesh", "pvesm", "pveam")) {
            assertThat(lab.run("sh", "-c", "command -v " + tool).succeeded()).isTrue();
        }
    }

    /** In the guest's own control group, whichever generation the machine has. */
    private String memoryLimit(VmId id) {
        Program.Result first = lab.runIn(id, "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes");
        return (first.succeeded() ? first : lab.runIn(id, "cat", "/sys/fs/cgroup/memory.max"))
                .out()
                .strip();
    }
}
