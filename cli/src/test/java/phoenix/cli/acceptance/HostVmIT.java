package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What needs a host with a kernel of its own: OpenZFS, the kernel's NFS server and client, AppArmor, devices behind an IOMMU, and a reboot. The host
 * is a {@link HostVm}, which Phoenix reaches by SSH; its API is that of a simulated lab, so what goes through the API is not tried
 * here. Each chapter adds to the file, so the last ones see all of it survive a reboot.
 */
@EnabledIfSystemProperty(
        named = "phoenix.acceptance",
        matches = "host-vm",
        disabledReason = "it boots a VM that plays the host; ./verify --with-host-vm does that")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostVmIT {
    private static final String NOTHING = "Nothing to do";
    private static final String DISK = "/dev/disk/by-id/virtio-HOSTVM-";
    private static final String TANK = """
            {"name": "tank", "raid_level": "mirror", "disks": ["%1$sA", "%1$sB"], "options": {"ashift": 12, "autotrim": true}}
            """.formatted(DISK);
    private static final String SECOND =
            "{\"name\": \"second\", \"raid_level\": \"single\", \"disks\": [\"" + DISK + "C\"]}";

    private static final String PROFILES = "cat /sys/kernel/security/apparmor/profiles";
    private static final String DENIED = "Permission denied";

    private static final String MOUNT = """
            set -e
            mkdir -p /mnt/media /mnt/iso
            mount -t nfs4 127.0.0.1:/tank/media /mnt/media
            mount -t nfs4 127.0.0.1:/tank/iso /mnt/iso
            """;

    private final HostVm vm;
    private final TestLab.Running api;
    private final Map<String, String> environment;
    private final Path folder;
    private final Map<String, String> declared = new TreeMap<>();

    HostVmIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}");
        this.vm = HostVm.start();
        try {
            this.api = new TestLab.Running(
                    Map.of(
                            "XDG_STATE_HOME",
                            Path.of("target/host-vm-api").toAbsolutePath().toString()),
                    false);
        } catch (RuntimeException | Error e) {
            vm.close();
            throw e;
        }
        this.environment = new HashMap<>(api.site.apiEnvironment());
        environment.putAll(vm.environment());
    }

    @AfterAll
    void end() {
        api.close();
        vm.close();
    }

    @Test
    @Order(1)
    void a_pool_with_data_sets_is_made_on_the_disks_that_are_named_and_a_second_run_changes_nothing()
            throws IOException {
        declareZfs("compression=lz4,recordsize=32K,quota=4M", TANK);
        setUp("--dry-run").expect(0);
        assertThat(vm.says("zpool list")).isEqualTo("no pools available");

        setUp().expect(0);

        assertThat(vm.says("zpool status tank")).contains("mirror-0", "virtio-HOSTVM-A", "virtio-HOSTVM-B");
        assertThat(vm.says("zpool get -H -o value ashift,autotrim tank")).isEqualTo("12\non");
        assertThat(vm.says("zfs get -H -o value compression,recordsize,quota,mounted tank/media"))
                .isEqualTo("""
                        lz4
                        32K
                        4M
                        yes""");
        assertThat(vm.run("dd if=/dev/urandom of=/tank/media/big bs=1M count=6").err())
                .contains("Disk quota exceeded");
        assertThat(vm.says("rm /tank/media/big; cat /sys/module/zfs/parameters/zfs_arc_max"))
                .isEqualTo("1073741824");
        assertThat(vm.says("systemctl is-active phoenix-scrub.timer")).isEqualTo("active");
        assertThat(setUp().expect(0).out()).contains(NOTHING);

        declareZfs("compression=lz4,quota=4M", TANK);
        setUp().expect(0);

        assertThat(vm.says("zfs get -H -o value,source recordsize tank/media")).isEqualTo("128K\tdefault");
    }

    @Test
    @Order(2)
    void a_disk_is_wiped_only_with_its_own_serial_number_and_never_in_use_and_an_exported_pool_is_imported()
            throws IOException {
        vm.says("zpool create old " + DISK + "C && echo precious >/old/data && zpool export old");
        declareZfs("compression=lz4,quota=4M", TANK, SECOND);

        assertThat(setUp().expect(1).err()).contains("is not empty", "zfs_member");
        setUp("--wipe-disks", "--confirm-wipe", "HOSTVM-D").expect(5);
        assertThat(vm.says("zpool import old && cat /old/data && zpool export old"))
                .isEqualTo("precious");

        setUp("--wipe-disks", "--confirm-wipe", "HOSTVM-C").expect(0);

        assertThat(vm.says("zpool list -H -o name,health")).isEqualTo("second\tONLINE\ntank\tONLINE");
        assertThat(vm.run("zpool import old").err()).contains("no such pool available");

        declareZfs("compression=lz4,quota=4M", TANK, SECOND.replace("second", "third"));
        assertThat(setUp("--wipe-disks", "--confirm-wipe", "HOSTVM-C").expect(1).err())
                .contains("is in use: member of the pool second");

        vm.says("echo kept >/second/data && zpool export second");
        declareZfs("compression=lz4,quota=4M", TANK, SECOND);
        setUp().expect(0);

        assertThat(vm.says("cat /second/data")).isEqualTo("kept");
    }

    @Test
    @Order(3)
    void what_is_exported_is_mounted_by_the_kernel_s_own_client_and_root_over_there_is_nobody() throws IOException {
        declared.put("nfs", """
                {"exports": [
                  {"path": "/tank/media", "clients": ["127.0.0.0/8"], "options": ["rw", "sync", "no_subtree_check"], "mode": "0777"},
                  {"path": "/tank/iso", "clients": ["127.0.0.1", "10.9.9.0/24"]}]}
                """);

        setUp().expect(0);

        assertThat(vm.says(MOUNT + """
                echo over the wire >/mnt/media/note
                findmnt -no OPTIONS /mnt/media | grep -o 'vers=[0-9.]*'
                cat /tank/media/note
                stat -c %U /tank/media/note
                touch /mnt/iso/note 2>&1 || true
                """)).isEqualTo("""
                        vers=4.2
                        over the wire
                        nobody
                        touch: cannot touch '/mnt/iso/note': Read-only file system""");

        vm.says("umount /mnt/media /mnt/iso");
        declared.put("nfs", """
                {"exports": [{"path": "/tank/media", "clients": ["127.0.0.0/8"], "options": ["rw", "sync", "no_subtree_check"], "mode": "0777"}]}
                """);
        setUp().expect(0);

        assertThat(vm.run("mount -t nfs4 127.0.0.1:/tank/iso /mnt/iso").err()).contains("No such file or directory");
    }

    @Test
    @Order(4)
    void what_a_profile_does_not_allow_is_denied_by_the_kernel_until_the_profile_is_dropped() throws IOException {
        Files.createDirectories(folder.resolve("apparmor"));
        Files.writeString(folder.resolve("apparmor/reader"), """
                include <tunables/global>
                include <tunables/phoenix>
                profile reader /usr/local/bin/reader {
                  include <abstractions/base>
                  /usr/local/bin/reader mr,
                  @{READABLE} r,
                }
                """);
        Files.writeString(folder.resolve("apparmor/shut"), """
                include <tunables/global>
                profile shut /usr/local/bin/shut {
                  include <abstractions/base>
                  /usr/local/bin/shut mr,
                }
                """);
        Files.writeString(folder.resolve("apparmor/idle"), "profile idle /usr/local/bin/idle {\n}\n");
        vm.says("cd /usr/local/bin; cp /bin/cat reader; cp /bin/cat shut; echo one >/srv/one; echo two >/srv/two");
        declareProfiles("/srv/one", "reader", "shut", "idle");
        setUp().expect(0);

        assertThat(vm.says(PROFILES)).contains("reader (enforce)", "shut (enforce)", "idle (enforce)");
        assertThat(read("reader", "/srv/one")).isEqualTo("one");
        assertThat(read("reader", "/srv/two")).contains(DENIED);
        assertThat(setUp().expect(0).out()).contains(NOTHING);

        vm.says("apparmor_parser --remove /etc/apparmor.d/phoenix-host-reader");
        assertThat(read("reader", "/srv/two")).isEqualTo("two");
        declareProfiles("/srv/two", "reader", "shut", "idle");
        setUp().expect(0);

        assertThat(read("reader", "/srv/one")).contains(DENIED);
        assertThat(read("reader", "/srv/two")).isEqualTo("two");
        assertThat(read("shut", "/srv/two")).contains(DENIED);

        vm.says("apparmor_parser --remove /etc/apparmor.d/phoenix-host-idle");
        declareProfiles("/srv/two", "reader");
        setUp().expect(0);

        assertThat(vm.says("ls /etc/apparmor.d; " + PROFILES))
                .contains("phoenix-host-reader", "reader (enforce)")
                .doesNotContain("idle", "shut");
        assertThat(read("shut", "/srv/two")).isEqualTo("two");
    }

    private void declareProfiles(String readable, String... profiles) {
        declared.put(
                "apparmor",
                "{\"profiles\": [\"" + String.join("\", \"", profiles) + "\"], \"tunables\": {\"READABLE\": \""
                        + readable + "\"}}");
    }

    private String read(String program, String file) {
        PhoenixCommand.Ended ended = vm.run("/usr/local/bin/" + program + " " + file);
        return ended.out() + ended.err();
    }

    @Test
    @Order(5)
    void devices_are_left_to_vms_after_a_reboot_that_is_told_and_done_only_where_it_is_allowed() throws IOException {
        String before = vm.boot();
        assertThat(driverOf(HostVm.NIC)).isEqualTo("e1000e");
        declared.put("vfio", "{\"enabled\": true, \"devices\": [\"" + HostVm.EDU + "\", \"" + HostVm.NIC + "\"]}");

        assertThat(setUp().expect(0).err())
                .contains("The node has to be rebooted:", "device passthrough: the node has to be rebooted")
                .contains("add --allow-reboot");
        assertThat(vm.boot()).isEqualTo(before);

        PhoenixCommand.Ended allowed = setUp("--allow-reboot").expect(0);

        assertThat(allowed.err()).endsWith("It is rebooted now. When it is back, run the same command again.");
        vm.awaitBootAfter(before);
        assertThat(vm.says("cat /proc/cmdline")).contains("intel_iommu=on iommu=pt");
        assertThat(driverOf(HostVm.EDU)).isEqualTo("vfio-pci");
        assertThat(driverOf(HostVm.NIC)).isEqualTo("vfio-pci");
        assertThat(vm.says("ls /dev/vfio")).contains(groupOf(HostVm.EDU), groupOf(HostVm.NIC));
        String after = vm.boot();
        PhoenixCommand.Ended again = setUp("--allow-reboot").expect(0);
        assertThat(again.out()).contains(NOTHING);
        assertThat(again.err()).doesNotContain("reboot");
        assertThat(vm.boot()).isEqualTo(after);
    }

    @Test
    @Order(6)
    void what_was_set_up_before_the_reboot_is_in_force_after_it() {
        assertThat(vm.says("zpool list -H -o name,health; zfs get -H -o value mounted tank/media"))
                .isEqualTo("second\tONLINE\ntank\tONLINE\nyes");
        assertThat(vm.says("cat /sys/module/zfs/parameters/zfs_arc_max")).isEqualTo("1073741824");
        assertThat(vm.says("mount -t nfs4 127.0.0.1:/tank/media /mnt/media; cat /mnt/media/note; umount /mnt/media"))
                .isEqualTo("over the wire");
        assertThat(read("reader", "/srv/one")).contains(DENIED);
        assertThat(read("reader", "/srv/two")).isEqualTo("two");
        assertThat(vm.says("systemctl list-timers phoenix-scrub.timer")).contains("phoenix-scrub.service");
    }

    @Test
    @Order(7)
    void what_is_declared_no_more_is_gone_and_devices_go_back_to_their_drivers_with_the_next_boot() throws IOException {
        String before = vm.boot();
        declared.remove("vfio");
        declared.remove("apparmor");

        assertThat(setUp("--allow-reboot").expect(0).err()).contains("It is rebooted now.");

        vm.awaitBootAfter(before);
        assertThat(driverOf(HostVm.NIC)).isEqualTo("e1000e");
        assertThat(vm.says("ls /etc/apparmor.d /etc/apparmor.d/tunables; " + PROFILES))
                .doesNotContain("phoenix", "reader");
        assertThat(setUp("--allow-reboot").expect(0).out()).contains(NOTHING);
    }

    private String driverOf(String device) {
        return vm.says("basename $(readlink /sys/bus/pci/devices/" + device + "/driver)");
    }

    private String groupOf(String device) {
        return vm.says("basename $(readlink /sys/bus/pci/devices/" + device + "/iommu_group)");
    }

    private void declareZfs(String properties, String... pools) {
        declared.put("zfs", """
                {"arc_max_gb": 1, "scrub": "monthly", "pools": [%s],
                 "datasets": [{"name": "media", "pool": "tank", "properties": "%s"}, {"name": "iso", "pool": "tank"}]}
                """.formatted(String.join(", ", pools), properties));
    }

    /** Writes the file with all that is declared, and runs the command. */
    private PhoenixCommand.Ended setUp(String... more) throws IOException {
        StringBuilder file = new StringBuilder("{\"version\": \"2.0.0\"");
        declared.forEach(
                (key, value) -> file.append(",\n\"").append(key).append("\": ").append(value));
        Files.writeString(folder.resolve("phoenix_hypervisor_config.json"), file.append("}\n"));
        List<String> arguments = new ArrayList<>(List.of("--config", folder.toString(), "--setup-hypervisor"));
        arguments.addAll(List.of(more));
        return PhoenixCommand.run(environment, Site.COMMAND_LIMIT, arguments.toArray(String[]::new));
    }
}
