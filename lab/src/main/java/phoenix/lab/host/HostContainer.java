package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import phoenix.lab.node.NodeException;

/** The system container that plays the node: privileged, able to nest containers, with systemd as its init. */
final class HostContainer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** systemd's words for a start that has ended. */
    private static final Set<String> UP = Set.of("running", "degraded");

    private final LabPlace place;

    HostContainer(LabPlace place) {
        this.place = place;
    }

    boolean isRunning() {
        return Files.exists(configuration()) && pid() > 0;
    }

    /** The process ID of the node's init on the machine; 0 if the node does not run. */
    long pid() {
        String text = Program.of(withName("lxc-info", "--pid", "--no-humanize"))
                .tryOut()
                .out()
                .strip();
        return text.matches("[0-9]+") ? Long.parseLong(text) : 0;
    }

    /** Starts the node and waits until its systemd has started everything. */
    void start() {
        PlainFile.makeFolder(place.run());
        PlainFile.write(configuration(), print());
        Path log = place.home().resolve("lxc.log");
        PlainFile.delete(log);
        Program.Result started = Program.of(withName("lxc-start", "--logfile", log.toString(), "--logpriority", "WARN"))
                .within(START_LIMIT)
                .tryOut();
        if (!started.succeeded()) {
            throw new NodeException("cannot start the lab's node:\n"
                    + (Files.exists(log) ? PlainFile.read(log) : started.err()).strip());
        }
    }

    /** Waits until the node's init has ended its start. */
    void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String state = "";
        while (System.nanoTime() < deadline) {
            state = in("systemctl", "is-system-running").tryOut().out().strip();
            if (UP.contains(state)) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new NodeException("the lab's node did not come up within " + START_LIMIT.toSeconds()
                + " s: its systemd says '" + state + "'; look at it with: phoenix lab shell");
    }

    /** Stops the node; every process in it ends. */
    void stop() {
        if (isRunning()) {
            Program.of(withName("lxc-stop", "--timeout", Long.toString(STOP_LIMIT.toSeconds())))
                    .within(STOP_LIMIT.multipliedBy(2))
                    .run();
        }
    }

    /** Ends the node at once. */
    void kill() {
        if (isRunning()) {
            Program.of(withName("lxc-stop", "--kill")).within(STOP_LIMIT).run();
        }
    }

    /** A program that runs as root in the node, with an environment of its own. */
    Program in(String... argv) {
        return in(List.of(argv));
    }

    Program in(List<String> argv) {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(argv);
        return Program.of(all);
    }

    /** What stands before an argument vector to run it as root in the node. */
    List<String> prefix() {
        return List.of(
                "lxc-attach",
                "-P",
                place.lxc().toString(),
                "-n",
                place.name().container(),
                "--clear-env",
                "--keep-var",
                "TERM",
                "--set-var",
                "HOME=/root",
                "--set-var",
                "LANG=C.UTF-8",
                "--set-var",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "--");
    }

    private List<String> withName(String program, String... options) {
        List<String> argv = new ArrayList<>(List.of(
                program, "-P", place.lxc().toString(), "-n", place.name().container()));
        argv.addAll(List.of(options));
        return argv;
    }

    private Path configuration() {
        return place.lxc().resolve(place.name().container()).resolve("config");
    }

    /**
     * The container's configuration. {@code /run} is mounted here, because what lies below it would be hidden once systemd
     * mounts its own. There is one clock for the machine and all in it, which a container that may set it sets for everybody: even another time zone
     * can shift it.
     */
    private String print() {
        return """
                lxc.include = /usr/share/lxc/config/common.conf
                lxc.include = /usr/share/lxc/config/nesting.conf
                lxc.uts.name = pve
                lxc.rootfs.path = dir:%s
                lxc.mount.auto =
                lxc.mount.auto = proc:rw sys:rw cgroup:rw:force
                lxc.cap.drop =
                lxc.cap.drop = sys_time
                lxc.cgroup.devices.allow = a
                lxc.cgroup2.devices.allow = a
                lxc.apparmor.profile = unconfined
                lxc.mount.entry = /dev/fuse dev/fuse none bind,create=file,optional 0 0
                lxc.mount.entry = /dev/net dev/net none bind,create=dir,optional 0 0
                lxc.mount.entry = tmpfs run tmpfs rw,nosuid,nodev,mode=755,create=dir 0 0
                lxc.mount.entry = %s run/pve-lab none bind,create=dir 0 0
                lxc.net.0.type = veth
                lxc.net.0.link = %s
                lxc.net.0.name = eth0
                lxc.net.0.flags = up
                lxc.net.0.veth.pair = %s
                """.formatted(
                place.rootfs(), place.run(), place.name().bridge(), place.name().port());
    }
}
