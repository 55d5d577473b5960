package phoenix.lab.vm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.task.Task;
import phoenix.pve.PropertyString;
import phoenix.pve.Upid;
import phoenix.pve.VmId;

/**
 * Starts and stops VMs.
 *
 * @see "PVE source: PVE/API2/Qemu.pm vm_start, vm_stop, vm_shutdown, vm_reboot"
 */
final class VmPower {
    private final VmContext vms;
    private final VmUpdate update;
    private final CloudInit cloudInit;

    VmPower(VmContext vms, VmUpdate update, CloudInit cloudInit) {
        this.vms = vms;
        this.update = update;
        this.cloudInit = cloudInit;
    }

    Upid start(VmId id, Caller caller, boolean skipLock) {
        return vms.tasks().start("qmstart", id.toString(), caller, task -> {
            vms.machines().prepare();
            vms.holding(id, () -> {
                VmConfig config = vms.files().load(id);
                if (config.isTemplate()) {
                    throw ApiException.failure("you can't start a vm if it's a template");
                }
                if (!skipLock) {
                    config.checkLock();
                }
                if (vms.runs(id)) {
                    throw ApiException.failure("VM " + id + " already running");
                }
                startNow(id, task, Optional.empty());
            });
        });
    }

    /** Starts a VM whose lock the caller holds. */
    void startNow(VmId id, Task task, Optional<String> state) {
        VmConfig config = takePending(id, task);
        vms.checkStorages(config.current());
        config.current().forEach((option, value) -> {
            if (option.matches("hostpci[0-9]+")) {
                vms.devices().check(value);
            }
        });
        Map<String, String> seed = cloudInit.files(id, config.current());
        if (!seed.isEmpty()) {
            task.log("generating cloud-init ISO");
            Map<String, String> part = CloudInit.part(config.current());
            if (!config.cloudInit().equals(part)) {
                config.cloudInit().clear();
                config.cloudInit().putAll(part);
                vms.files().write(id, config);
            }
        }
        vms.machines().start(id, vms.launch(config.current(), seed, state));
    }

    /** Puts in force what waited for the VM to stop. */
    private VmConfig takePending(VmId id, Task task) {
        VmConfig config = vms.files().load(id);
        if (!config.pending().isEmpty()) {
            Map<String, String> problems = update.applyAllPending(id, config);
            problems.forEach((option, problem) -> task.warn(option + ": " + problem.strip()));
            vms.files().write(id, config);
        }
        return config;
    }

    /** A VM that does not run is stopped already, whatever locks it. */
    Upid stop(VmId id, Caller caller, boolean skipLock, boolean overruleShutdown) {
        return vms.tasks().start("qmstop", id.toString(), caller, task -> {
            if (overruleShutdown) {
                List<Upid> overruled = vms.tasks().abort("qmshutdown", id.toString());
                if (!overruled.isEmpty()) {
                    task.log("overruled qmshutdown tasks: "
                            + String.join(
                                    ", ", overruled.stream().map(Upid::toString).toList()));
                }
            }
            vms.holding(id, () -> {
                if (isToStop(id, skipLock)) {
                    vms.machines().stop(id);
                    takePending(id, task);
                }
            });
        });
    }

    /** Whether the VM runs; if it does, it must not be locked. */
    private boolean isToStop(VmId id, boolean skipLock) {
        vms.checkThere(id);
        if (!vms.runs(id)) {
            return false;
        }
        checkLock(id, skipLock);
        return true;
    }

    private void checkLock(VmId id, boolean skipLock) {
        VmConfig config = vms.files().load(id);
        if (!skipLock) {
            config.checkLock();
        }
    }

    private void checkRunning(VmId id) {
        vms.checkThere(id);
        if (!vms.runs(id)) {
            throw ApiException.failure("VM " + id + " not running");
        }
    }

    private boolean isPaused(VmId id) {
        return vms.runs(id) && vms.machines().statistics(id).state().equals("paused");
    }

    /** The limit that a VM's own configuration sets, else a minute. */
    private Duration limit(VmId id, Optional<Duration> asked) {
        return asked.orElseGet(() -> Duration.ofSeconds(vms.files()
                .load(id)
                .get("startup")
                .map(text -> PropertyString.parse(text, "order"))
                .flatMap(startup -> startup.get("down"))
                .map(Long::parseLong)
                .orElse(60L)));
    }

    /** @param limit how long the VM may take; empty for what its own configuration says */
    Upid shutDown(VmId id, Caller caller, Optional<Duration> limit, boolean force, boolean skipLock) {
        boolean paused = isPaused(id);
        if (paused && !force) {
            throw ApiException.failure("VM is paused - cannot shutdown");
        }
        return vms.tasks()
                .start(
                        "qmshutdown",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            if (!isToStop(id, skipLock)) {
                                return;
                            }
                            if (paused) {
                                vms.machines().stop(id);
                            } else if (!shutDownNow(id, limit)) {
                                if (!force) {
                                    throw ApiException.failure("VM quit/powerdown failed - got timeout");
                                }
                                task.log("VM still running - terminating now with SIGTERM");
                                vms.machines().stop(id);
                            }
                            takePending(id, task);
                        }));
    }

    private boolean shutDownNow(VmId id, Optional<Duration> limit) {
        boolean agent = Agents.isEnabled(vms.files().load(id).current());
        return vms.machines().shutDown(id, agent, limit(id, limit));
    }

    Upid reboot(VmId id, Caller caller, Optional<Duration> limit) {
        if (isPaused(id)) {
            throw ApiException.failure("VM is paused - cannot shutdown");
        }
        checkRunning(id);
        return vms.tasks()
                .start(
                        "qmreboot",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            if (!isToStop(id, false)) {
                                return;
                            }
                            if (!shutDownNow(id, limit)) {
                                throw ApiException.failure("VM quit/powerdown failed - got timeout");
                            }
                            startNow(id, task, Optional.empty());
                        }));
    }

    Upid reset(VmId id, Caller caller, boolean skipLock) {
        checkRunning(id);
        return vms.tasks()
                .start(
                        "qmreset",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            checkLock(id, skipLock);
                            vms.machines().reset(id);
                        }));
    }

    Upid pause(VmId id, Caller caller, boolean skipLock) {
        checkRunning(id);
        return vms.tasks()
                .start(
                        "qmpause",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            checkLockButBackup(id, skipLock);
                            vms.machines().pause(id, true);
                        }));
    }

    /** What runs already needs nothing, whatever locks it. */
    Upid resume(VmId id, Caller caller, boolean skipLock) {
        checkRunning(id);
        return vms.tasks()
                .start(
                        "qmresume",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            if (isPaused(id)) {
                                checkLockButBackup(id, skipLock);
                                vms.machines().pause(id, false);
                            }
                        }));
    }

    private void checkLockButBackup(VmId id, boolean skipLock) {
        VmConfig config = vms.files().load(id);
        if (!skipLock && !config.get("lock").orElse("").equals("backup")) {
            config.checkLock();
        }
    }
}
