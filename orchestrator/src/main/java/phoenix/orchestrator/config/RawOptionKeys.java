package phoenix.orchestrator.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of LXC that Proxmox keeps in a container's configuration; it drops every other line.
 *
 * @see "PVE source: PVE/LXC/Config.pm valid_lxc_conf_keys"
 */
final class RawOptionKeys {
    private static final Set<String> PREFIXES = Set.of("lxc.cgroup2.", "lxc.cgroup.", "lxc.prlimit.", "lxc.net.");
    private static final Map<String, String> RENAMED = Map.of(
            "lxc.aa_profile", "lxc.apparmor.profile",
            "lxc.id_map", "lxc.idmap",
            "lxc.init_cmd", "lxc.init.cmd",
            "lxc.mount", "lxc.mount.entry",
            "lxc.pts", "lxc.pty.max",
            "lxc.seccomp", "lxc.seccomp.profile",
            "lxc.tty", "lxc.tty.max",
            "lxc.utsname", "lxc.uts.name");
    private static final Set<String> KEPT = kept("""
            apparmor.allow_incomplete apparmor.allow_nesting apparmor.profile apparmor.raw arch autodev cap.drop cap.keep
            console.logfile console.path devtty.dir environment environment.hooks environment.runtime group
            hook.autodev hook.clone hook.destroy hook.mount hook.post-stop hook.pre-mount hook.pre-start hook.start hook.stop
            hook.version idmap include init.cmd init.cwd kmsg log.file log.level mount.auto mount.entry mount.fstab pty.max
            rootfs.mount seccomp.notify.cookie seccomp.notify.proxy seccomp.profile selinux.context signal.halt signal.reboot
            signal.stop start.auto start.delay start.order sysctl.fs.mqueue sysctl.kernel.msgmax sysctl.kernel.msgmnb
            sysctl.kernel.msgmni sysctl.kernel.sem sysctl.kernel.shm_rmid_forced sysctl.kernel.shmall sysctl.kernel.shmmax
            sysctl.kernel.shmmni tty.max uts.name
            """);

    private RawOptionKeys() {}

    static boolean isKept(String key) {
        return KEPT.contains(key)
                || PREFIXES.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }

    /** The key that was most likely meant. */
    static Optional<String> nearest(String key) {
        return Optional.ofNullable(RENAMED.get(key)).or(() -> KeyNames.nearest(key, KEPT));
    }

    private static Set<String> kept(String words) {
        Set<String> keys = new TreeSet<>();
        Arrays.stream(words.strip().split("\\s+")).forEach(word -> keys.add("lxc." + word));
        return Collections.unmodifiableSet(keys);
    }
}
