package phoenix.lab.guest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.schema.Formats;
import phoenix.lab.task.Task;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.Upid;
import phoenix.pve.VmId;

/**
 * Starts and stops containers.
 *
 * @see "PVE source: PVE/API2/LXC/Status.pm, PVE/LXC.pm vm_start, vm_stop, vm_reboot"
 */
final class Power {
    private final Guests guests;
    private final ConfigUpdate update;

    Power(Guests guests, ConfigUpdate update) {
        this.guests = guests;
        this.update = update;
    }

    Upid start(VmId id, Caller caller, boolean skipLock) {
        if (guests.runs(id)) {
            throw ApiException.failure("CT " + id + " already running");
        }
        return guests.tasks()
                .start(
                        "vzstart",
                        id.toString(),
                        caller,
                        task -> guests.holding(id, () -> {
                            ContainerConfig config = guests.files().load(id);
                            if (config.isTemplate()) {
                                throw ApiException.failure("you can't start a CT if it's a template");
                            }
                            checkLock(config, skipLock);
                            checkQuotas(config);
                            startNow(id, task);
                        }));
    }

    private static void checkLock(ContainerConfig config, boolean skipLock) {
        boolean mounted = config.lock().orElse("").equals("mounted");
        if (!skipLock && !mounted) {
            config.checkLock();
        }
    }

    private static void checkQuotas(ContainerConfig config) {
        boolean quota = Mounts.of(config.current()).stream()
                .anyMatch(mount -> mount.values().get("quota").orElse("0").equals("1"));
        if (quota && config.current().flag("unprivileged")) {
            throw ApiException.failure("Quotas are not supported by unprivileged containers.");
        }
    }

    /** Starts a container whose lock the caller holds; one that another task has started meanwhile is left as it is. */
    private void startNow(VmId id, Task task) {
        if (guests.runs(id)) {
            return;
        }
        ContainerConfig.Part options = takePending(id, task).current();
        guests.checkStorages(options);
        checkStart(id, options, task);
        GuestConfig.Section config = options.section();
        guests.containers().setUp(id, config, Map.of());
        guests.containers().start(id, config);
    }

    /** What would fail in one of Proxmox's hooks: the log tells what, the task's end does not. */
    private void checkStart(VmId id, ContainerConfig.Part options, Task task) {
        try {
            Mounts.of(options).forEach(guests::checkFolder);
            checkFuse(options);
        } catch (ApiException broken) {
            task.log(broken.text());
            throw ApiException.failure("startup for container '" + id + "' failed");
        }
    }

    /**
     * The feature brings the device, and Proxmox's hook does not make one that is there.
     *
     * @see "PVE source: lxc-pve-autodev-hook; PVE/LXC.pm make_apparmor_config"
     */
    private static void checkFuse(ContainerConfig.Part options) {
        boolean feature = options.get("features").stream()
                .flatMap(features -> Formats.split(features).stream())
                .anyMatch("fuse=1"::equals);
        boolean device = options.section().options().entrySet().stream()
                .filter(option -> ContainerOptions.isDevice(option.getKey()))
                .map(option -> PropertyString.parse(option.getValue(), "path"))
                .anyMatch(one -> one.get("path").filter("/dev/fuse"::equals).isPresent());
        if (feature && device) {
            throw ApiException.failure("Could not mknod /dev/fuse: File exists");
        }
    }

    /** Puts in force what waited for the container to stop. */
    private ContainerConfig takePending(VmId id, Task task) {
        ContainerConfig config = guests.files().load(id);
        if (!config.pending().options().isEmpty()) {
            Map<String, String> problems = new TreeMap<>();
            update.applyAllPending(id, config, problems, task.undo());
            problems.forEach((option, problem) -> task.warn(problem.strip()));
            guests.files().write(id, config);
            task.undo().done();
        }
        return config;
    }

    Upid stop(VmId id, Caller caller, boolean skipLock, boolean overruleShutdown) {
        checkRunning("CT", id);
        return guests.tasks().start("vzstop", id.toString(), caller, task -> {
            if (overruleShutdown) {
                List<Upid> overruled = guests.tasks().abort("vzshutdown", id.toString());
                if (!overruled.isEmpty()) {
                    task.log("overruled vzshutdown tasks: "
                            + String.join(
                                    ", ", overruled.stream().map(Upid::toString).toList()));
                }
            }
            guests.holding(id, () -> {
                checkLock(guests.files().load(id), skipLock);
                guests.containers().stop(id);
                takePending(id, task);
            });
        });
    }

    private void checkRunning(String word, VmId id) {
        if (!guests.runs(id)) {
            throw ApiException.failure(word + " " + id + " not running");
        }
    }

    Upid shutDown(VmId id, Caller caller, Duration limit, boolean force) {
        checkRunning("CT", id);
        return guests.tasks()
                .start(
                        "vzshutdown",
                        id.toString(),
                        caller,
                        task -> guests.holding(id, () -> {
                            guests.files().load(id).checkLock();
                            if (!guests.containers().shutDown(id, limit)) {
                                if (!force) {
                                    throw ApiException.failure("container did not stop");
                                }
                                guests.containers().stop(id);
                            }
                            takePending(id, task);
                        }));
    }

    Upid reboot(VmId id, Caller caller, Duration limit) {
        checkRunning("VM", id);
        return guests.tasks()
                .start(
                        "vzreboot",
                        id.toString(),
                        caller,
                        task -> guests.holding(id, () -> {
                            if (!guests.runs(id)) {
                                return;
                            }
                            if (!guests.containers().shutDown(id, limit)) {
                                guests.containers().stop(id);
                            }
                            startNow(id, task);
                        }));
    }
}
