package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import phoenix.lab.node.FileKind;
import phoenix.lab.node.Volumes;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** What a guest's options do in the guest, on a real lab. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestOptionsTest {
    private RealLab lab;

    @BeforeAll
    void up() {
        lab = RealLab.fresh("t-options");
    }

    @AfterAll
    void down() {
        if (lab != null) {
            LabLeftovers.purge(lab.place(), RealLab::tell);
        }
    }

    private void start(VmId id, GuestConfig.Section config) {
        lab.create(id, config, Map.of());
        lab.node().containers().start(id, config);
        lab.awaitStarted(id);
    }

    private String in(VmId id, String... argv) {
        return lab.runIn(id, argv).out().strip();
    }

    @Test
    void time_zone_name_servers_and_both_kinds_of_addresses_are_the_guests() {
        VmId id = new VmId(120);
        GuestConfig.Section plain = lab.config(id);
        GuestConfig.Section config = plain.with("timezone", "Europe/Vienna")
                .with("nameserver", "192.0.2.53 2001:db8::53")
                .with("searchdomain", "example.test lab.test")
                .with("net0", plain.get("net0").orElseThrow() + ",ip6=fd00:186::20/64,gw6=fd00:186::1")
                .with("net1", "name=lan,bridge=vmbr0,hwaddr=BC:24:11:00:01:77,ip=manual,tag=5,type=veth");

        start(id, config);

        assertThat(in(id, "date", "+%Z")).matches("CES?T");
        assertThat(in(id, "cat", "/etc/resolv.conf"))
                .contains("nameserver 192.0.2.53", "nameserver 2001:db8::53", "search example.test lab.test");
        assertThat(in(id, "ip", "-6", "address", "show", "dev", "eth0")).contains("fd00:186::20/64");
        assertThat(in(id, "ip", "-6", "route", "show", "default")).contains("via fd00:186::1 dev eth0");
        assertThat(in(id, "ip", "-brief", "link", "show", "lan")).contains("bc:24:11:00:01:77");
        assertThat(lab.run("ip", "-brief", "link", "show", "master", "vmbr0v5").out())
                .contains("veth120i1");
        lab.remove(id);
    }

    @Test
    void the_share_and_the_limit_of_the_cpu_are_in_the_control_group_and_change_live() {
        VmId id = new VmId(121);
        GuestConfig.Section config = lab.config(id).with("cpulimit", "0.5").with("cpuunits", "50");
        start(id, config);
        boolean unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        String limit = unified ? "cpu.max" : "cpu.cfs_quota_us";
        String share = unified ? "cpu.weight" : "cpu.shares";

        assertThat(group(id, limit)).isEqualTo(unified ? "50000 100000" : "50000");
        assertThat(group(id, share)).isEqualTo("50");
        lab.node()
                .containers()
                .applyLive(id, config, config.with("cpulimit", "1").without("cpuunits"));

        assertThat(group(id, limit)).isEqualTo(unified ? "100000 100000" : "100000");
        assertThat(group(id, share)).isEqualTo(unified ? "100" : "1024");
        lab.remove(id);
    }

    private String group(VmId id, String file) {
        return lab.run("lxc-cgroup", "-n", id.toString(), file).out().strip();
    }

    @Test
    void devices_come_with_the_owner_and_the_mode_that_were_asked_for() {
        VmId id = new VmId(122);
        lab.run("mknod", "/dev/stand-in", "c", "1", "5");
        GuestConfig.Section config =
                lab.config(id).with("dev0", "/dev/fuse").with("dev1", "/dev/stand-in,uid=33,gid=44,mode=0640");

        start(id, config);

        assertThat(lab.node().kind("/dev/fuse")).isEqualTo(FileKind.DEVICE);
        assertThat(lab.node().kind("/dev/wombat")).isEqualTo(FileKind.ABSENT);
        assertThat(lab.node().kind("/srv")).isEqualTo(FileKind.FOLDER);
        assertThat(in(id, "stat", "-c", "%F %t:%T %u:%g %a", "/dev/fuse"))
                .isEqualTo("character special file a:e5 0:0 660");
        assertThat(in(id, "stat", "-c", "%F %t:%T %u:%g %a", "/dev/stand-in"))
                .isEqualTo("character special file 1:5 33:44 640");
        assertThat(lab.runIn(id, "head", "-c", "1", "/dev/stand-in").succeeded())
                .isTrue();
        lab.remove(id);
    }

    @Test
    void a_mount_point_appears_in_a_running_guest() throws Exception {
        VmId id = new VmId(123);
        GuestConfig.Section before = lab.config(id);
        start(id, before);
        Path shared = Files.createDirectories(lab.node().root().resolve("srv/more"));
        Files.writeString(shared.resolve("note"), "from the node");
        lab.node().volumes().create("subvol-123-disk-1", DiskSize.ofGiB(1));

        lab.node()
                .containers()
                .applyLive(
                        id,
                        before,
                        before.with("mp0", "local-zfs:subvol-123-disk-1,mp=/deep/data,size=1G")
                                .with("mp1", "/srv/more,mp=/srv/more,ro=1"));

        assertThat(lab.runIn(id, "touch", "/deep/data/written").err()).isEmpty();
        assertThat(in(id, "stat", "-c", "%u", "/deep/data/written")).isEqualTo("0");
        assertThat(lab.node().root().resolve("rpool/data/subvol-123-disk-1/written"))
                .exists();
        assertThat(in(id, "cat", "/srv/more/note")).isEqualTo("from the node");
        assertThat(lab.runIn(id, "touch", "/srv/more/mine").succeeded()).isFalse();
        lab.remove(id);
        lab.node().volumes().destroy("subvol-123-disk-1");
    }

    @Test
    void one_volume_is_found_without_listing_all() {
        Volumes volumes = lab.node().volumes();
        volumes.create("subvol-124-disk-0", DiskSize.ofGiB(1));
        volumes.snapshot("subvol-124-disk-0", "zebra");
        volumes.snapshot("subvol-124-disk-0", "ant");

        Optional<Volumes.Usage> found = volumes.find("subvol-124-disk-0");

        assertThat(found).hasValueSatisfying(usage -> {
            assertThat(usage.snapshots()).isEqualTo(List.of("zebra", "ant"));
            assertThat(usage.quota()).isEqualTo(DiskSize.ofGiB(1));
            assertThat(usage.used().bytes()).isPositive();
        });
        assertThat(volumes.list()).contains(found.orElseThrow());
        assertThat(volumes.find("subvol-199-disk-0")).isEmpty();
        assertThat(lab.node().containers().isRunning(new VmId(199))).isFalse();
        volumes.destroy("subvol-124-disk-0");
    }
}
