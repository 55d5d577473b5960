package phoenix.lab.guest;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which raw {@code lxc.*} lines Proxmox keeps; it drops the others when it reads the file.
 *
 * @see "PVE source: PVE/LXC/Config.pm is_valid_lxc_conf_key"
 */
final class RawKeys {
    private static final Pattern FAMILIES = Pattern.compile("lxc\\.(?:cgroup2?|prlimit|limit|net)\\..*");

    private static final Set<String> NAMES = Set.of(
            ("apparmor.profile apparmor.allow_incomplete apparmor.allow_nesting apparmor.raw selinux.context include arch"
                            + " uts.name signal.halt signal.reboot signal.stop init.cmd pty.max console.logfile"
                            + " console.path tty.max devtty.dir hook.autodev autodev kmsg mount.fstab mount.entry"
                            + " mount.auto rootfs.mount cap.drop cap.keep seccomp.profile seccomp.notify.proxy"
                            + " seccomp.notify.cookie idmap hook.pre-start hook.pre-mount hook.mount hook.start"
                            + " hook.stop hook.post-stop hook.clone hook.destroy hook.version log.level log.file"
                            + " start.auto start.delay start.order group environment sysctl.fs.mqueue"
                            + " sysctl.kernel.msgmax sysctl.kernel.msgmnb sysctl.kernel.msgmni sysctl.kernel.sem"
                            + " sysctl.kernel.shmall sysctl.kernel.shmmax sysctl.kernel.shmmni"
                            + " sysctl.kernel.shm_rmid_forced")
                    .split(" "));

    /** Names that LXC had before version 3. */
    private static final Set<String> OLD_NAMES = Set.of(
            ("aa_profile aa_allow_incomplete console devttydir haltsignal rebootsignal stopsignal id_map init_cmd loglevel"
                            + " logfile mount network.type network.flags network.link network.mtu network.name"
                            + " network.hwaddr network.ipv4 network.ipv4.gateway network.ipv6 network.ipv6.gateway"
                            + " network.script.up network.script.down pts se_context seccomp tty utsname")
                    .split(" "));

    private RawKeys() {}

    static boolean isKept(String key) {
        String name = key.replaceFirst("^lxc\\.", "");
        return NAMES.contains(name)
                || OLD_NAMES.contains(name)
                || FAMILIES.matcher(key).matches();
    }
}
