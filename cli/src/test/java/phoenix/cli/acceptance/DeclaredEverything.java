package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import phoenix.pve.api.ContainerConfig;

/** What is true of the container of {@link EveryOptionFile} while its file declares everything. */
record DeclaredEverything(Site site, ContainerView guest, ByHand hand) {
    private static final int ID = EveryOptionFile.ID;

    /** What the API shows. */
    void isConfigured() {
        ContainerConfig made = guest.config();
        assertThat(made.options())
                .containsEntry("memory", "256")
                .containsEntry("swap", "64")
                .containsEntry("cores", "1")
                .containsEntry("cpulimit", "0.5")
                .containsEntry("cpuunits", "50")
                .containsEntry("nameserver", site.network() + ".1 fd00::53")
                .containsEntry("searchdomain", "test.example")
                .containsEntry("timezone", "Europe/Vienna")
                .containsEntry("onboot", "1")
                .containsEntry("startup", "order=7,up=5,down=20")
                .containsEntry("dev0", "/dev/net/tun")
                .containsEntry("dev1", "/dev/full,gid=20,mode=0664");
        assertThat(guest.option("net0")).contains("firewall=1", "gw=" + site.network() + ".1", "name=eth0");
        assertThat(guest.option("net1"))
                .contains(
                        "mtu=1400",
                        "tag=7",
                        "ip=198.51.100.230/24",
                        "ip6=fd00:89:0::230/64",
                        "hwaddr=BC:24:11:00:90:30");
        assertThat(guest.option("features").split(","))
                .containsExactlyInAnyOrder("nesting=1", "keyctl=1", "fuse=1", "mknod=1", "mount=nfs;cifs");
        assertThat(guest.option("tags").split(";")).contains("web", "production");
        assertThat(made.description()).startsWith("# Every option\n\n100 % of them: \"all\".\n");
        assertThat(guest.mounts())
                .containsExactlyInAnyOrder(
                        EveryOptionFile.NODE_FOLDER + "/shared,mp=/shared",
                        EveryOptionFile.NODE_FOLDER + "/media,mp=/media/library,ro=1",
                        site.storage() + ":subvol-9030-disk-1,mp=/data,backup=1,size=1G");
        assertThat(guest.raw()).containsExactly("lxc.environment: EVERY=option", "lxc.prlimit.nofile: 4096");
        firewallIsWhole();
    }

    /** What processes in the guest find. */
    void isSeenInside() {
        assertThat(hand.inGuest(ID, "ip", "-o", "address", "show", "eth1"))
                .contains("198.51.100.230/24", "fd00:89::230/64");
        assertThat(hand.onNode(
                        "sh", "-c", "ls /sys/class/net/vmbr0v7/brif 2>/dev/null || bridge vlan show dev veth9030i1"))
                .contains("veth9030i1");
        assertThat(hand.inGuest(ID, "cat", "/sys/class/net/eth1/mtu")).isEqualTo("1400");
        assertThat(hand.inGuest(ID, "cat", "/etc/resolv.conf"))
                .contains("search test.example", "nameserver " + site.network() + ".1", "nameserver fd00::53");
        assertThat(hand.inGuest(ID, "readlink", "-f", "/etc/localtime")).endsWith("/Europe/Vienna");
        assertThat(hand.inGuest(ID, "stat", "-c", "%t:%T %a %g", "/dev/full")).isEqualTo("1:7 664 20");
        assertThat(hand.inGuest(ID, "stat", "-c", "%F", "/dev/fuse")).isEqualTo("character special file");
        assertThat(hand.inGuest(ID, "stat", "-c", "%F", "/dev/net/tun")).isEqualTo("character special file");
        assertThat(hand.inGuest(ID, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ"))
                .contains("EVERY=option");
        assertThat(hand.inGuest(ID, "grep", "open files", "/proc/1/limits")).containsPattern("4096 +4096");
        assertThat(hand.inGuest(ID, "nproc")).isEqualTo("1");
        limitsAreInForce();
        assertThat(hand.inGuest(ID, "touch", "/shared/from-the-guest", "/data/from-the-guest"))
                .isEmpty();
        assertThat(hand.inGuest(ID, "touch", "/media/library/x")).contains("Read-only file system");
    }

    /** What the control group says. */
    void limitsAreInForce() {
        assertThat(hand.limit(ID, "memory.max", "memory.limit_in_bytes")).isEqualTo(Long.toString(256L << 20));
        assertThat(hand.limit(ID, "cpu.max", "cpu.cfs_quota_us")).startsWith("50000");
        assertThat(hand.limit(ID, "cpu.weight", "cpu.shares")).isEqualTo("50");
    }

    void firewallIsWhole() {
        assertThat(guest.firewall())
                .containsEntry("enable", "1")
                .containsEntry("policy_in", "DROP")
                .containsEntry("policy_out", "ACCEPT");
        assertThat(guest.rules())
                .containsExactly(
                        "in ACCEPT true {comment=from # the bridge, dport=22,80, proto=tcp, source=" + site.network()
                                + ".0/24}",
                        "in ACCEPT true {proto=icmp}",
                        "out REJECT true {dest=192.0.2.1, dport=25, proto=tcp}");
    }
}
