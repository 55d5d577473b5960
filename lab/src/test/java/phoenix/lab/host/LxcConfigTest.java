package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

class LxcConfigTest {
    private static final VmId ID = new VmId(101);
    private static final String ROOT = "rootfs: local-zfs:subvol-101-disk-0,size=8G\n";
    private static final LxcConfig PRINTER =
            new LxcConfig(4, true, volume -> "/rpool/data/" + volume.substring(volume.indexOf(':') + 1));

    @Test
    void an_unprivileged_guest_is_mapped_and_limited_for_both_generations_of_cgroups() {
        List<String> lines =
                print("hostname: web\nunprivileged: 1\nmemory: 1024\nswap: 256\ncores: 2\ncpulimit: 1.5\n" + ROOT);

        assertThat(lines)
                .contains(
                        "lxc.uts.name = web",
                        "lxc.include = /usr/share/lxc/config/userns.conf",
                        "lxc.rootfs.path = dir:/rpool/data/subvol-101-disk-0",
                        "lxc.rootfs.options = idmap=container",
                        "lxc.idmap = u 0 100000 65536",
                        "lxc.idmap = g 0 100000 65536",
                        "lxc.cgroup.memory.limit_in_bytes = 1073741824",
                        "lxc.cgroup.memory.memsw.limit_in_bytes = 1342177280",
                        "lxc.cgroup2.memory.max = 1073741824",
                        "lxc.cgroup2.memory.swap.max = 268435456",
                        "lxc.cgroup.cpuset.cpus = 1,2",
                        "lxc.cgroup2.cpuset.cpus = 1,2",
                        "lxc.cgroup.cpu.cfs_quota_us = 150000",
                        "lxc.cgroup2.cpu.max = 150000 100000")
                .doesNotContain("lxc.include = /usr/share/lxc/config/nesting.conf");
        assertThat(lines.indexOf("lxc.cgroup.memory.limit_in_bytes = 1073741824"))
                .isLessThan(lines.indexOf("lxc.cgroup.memory.memsw.limit_in_bytes = 1342177280"));
    }

    @Test
    void a_privileged_guest_is_not_mapped() {
        assertThat(print("hostname: web\n" + ROOT))
                .noneMatch(line -> line.startsWith("lxc.idmap") || line.contains("userns.conf"));
    }

    @Test
    void nesting_and_fuse_bring_what_they_need() {
        assertThat(print("features: nesting=1,fuse=1\nunprivileged: 1\n" + ROOT))
                .contains(
                        "lxc.include = /usr/share/lxc/config/nesting.conf",
                        "lxc.mount.entry = /dev/fuse dev/fuse none bind,create=file,optional 0 0");
    }

    @Test
    void the_share_of_the_cpu_is_kept_within_what_the_kernel_takes() {
        assertThat(print("cpuunits: 200\n" + ROOT))
                .contains("lxc.cgroup.cpu.shares = 200", "lxc.cgroup2.cpu.weight = 200");
        assertThat(print("cpuunits: 0\n" + ROOT)).contains("lxc.cgroup.cpu.shares = 2", "lxc.cgroup2.cpu.weight = 1");
        assertThat(print(ROOT)).noneMatch(line -> line.contains("cpu.shares") || line.contains("cpu.weight"));
    }

    @Test
    void mounts_are_made_as_their_options_say() {
        assertThat(print("unprivileged: 1\nmp0: local-zfs:subvol-101-disk-1,mp=/a b,mountoptions=noatime;nosuid\n"
                        + "mp1: /srv/x,mp=/x,ro=1\n" + ROOT))
                .contains(
                        "lxc.mount.entry = /rpool/data/subvol-101-disk-1 a\\040b none"
                                + " rbind,create=dir,nosuid,idmap=container 0 0",
                        "lxc.mount.entry = /srv/x x none rbind,create=dir,ro 0 0");
    }

    @Test
    void a_vlan_is_a_bridge_of_its_own() {
        assertThat(print("net0: name=eth0,bridge=vmbr0,tag=5\n" + ROOT)).contains("lxc.net.0.link = vmbr0v5");
    }

    @Test
    void every_network_keeps_its_number_its_name_and_its_address() {
        assertThat(print("net1: name=lan,bridge=vmbr1,hwaddr=BC:24:11:00:00:01,mtu=1400,link_down=1\n"
                        + "net0: name=eth0,bridge=vmbr0\n" + ROOT))
                .containsSubsequence(
                        "lxc.net.0.type = veth",
                        "lxc.net.0.link = vmbr0",
                        "lxc.net.0.name = eth0",
                        "lxc.net.0.veth.pair = veth101i0",
                        "lxc.net.0.flags = up",
                        "lxc.net.1.type = veth",
                        "lxc.net.1.link = vmbr1",
                        "lxc.net.1.name = lan",
                        "lxc.net.1.veth.pair = veth101i1",
                        "lxc.net.1.hwaddr = BC:24:11:00:00:01",
                        "lxc.net.1.mtu = 1400")
                .doesNotContain("lxc.net.1.flags = up");
    }

    @Test
    void the_users_own_lines_come_last_and_replace_the_id_mapping() {
        List<String> lines = print("unprivileged: 1\n" + ROOT
                + "lxc.idmap: u 0 200000 1000\nlxc.idmap: g 0 200000 1000\nlxc.cgroup2.devices.allow: c 195:* rwm\n");

        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "lxc.idmap = u 0 200000 1000",
                        "lxc.idmap = g 0 200000 1000",
                        "lxc.cgroup2.devices.allow = c 195:* rwm");
        assertThat(lines).doesNotContain("lxc.idmap = u 0 100000 65536");
    }

    @Test
    void a_kernel_that_does_not_count_swap_is_not_asked_to_limit_it() {
        LxcConfig printer = new LxcConfig(4, false, volume -> "/" + volume);

        assertThat(printer.print(ID, GuestConfig.parse("swap: 512\n" + ROOT).current(), List.of()))
                .doesNotContain("memsw")
                .doesNotContain("swap");
    }

    private static List<String> print(String config) {
        return PRINTER.print(ID, GuestConfig.parse(config).current(), List.of())
                .lines()
                .toList();
    }
}
