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
        vms.files().load(id);
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

    Upid stop(VmId id, Caller caller, boolean skipLock, boolean overruleShutdown) {
        vms.files().load(id);
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
                if (!skipLock) {
                    vms.files().load(id).checkLock();
                }
                vms.machines().stop(id);
                takePending(id, task);
            });
        });
    }

    private void checkRunning(VmId id) {
        vms.files().load(id);
        if (!vms.runs(id)) {
            throw ApiException.failure("VM " + id + " not running");
        }
    }

    /** The limit that a VM's own configuration sets, else a minute. */
    Duration limit(VmId id, Optional<Long> asked) {
        return Duration.ofSeconds(asked.orElseGet(() -> vms.files()
                .load(id)
                .get("startup")
                .map(text -> PropertyString.parse(text, "order"))
                .flatMap(startup -> startup.get("down"))
                .map(Long::parseLong)
                .orElse(60L)));
    }

    Upid shutDown(VmId id, Caller caller, Duration limit, boolean force, boolean skipLock) {
        vms.files().load(id);
        if (vms.runs(id) && vms.machines().statistics(id).state().equals("paused") && !force) {
            throw ApiException.failure("VM is paused - cannot shutdown");
        }
        return vms.tasks()
                .start(
                        "qmshutdown",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            if (!skipLock) {
                                vms.files().load(id).checkLock();
                            }
                            if (!shutDownNow(id, limit)) {
                                if (!force) {
                                    throw ApiException.failure("VM quit/powerdown failed - got timeout");
                                }
                                task.log("VM still running - terminating now with SIGTERM");
                                vms.machines().stop(id);
                            }
                            takePending(id, task);
                        }));
    }

    private boolean shutDownNow(VmId id, Duration limit) {
        boolean agent = Agents.isEnabled(vms.files().load(id).current());
        return vms.machines().shutDown(id, agent, limit);
    }

    Upid reboot(VmId id, Caller caller, Duration limit) {
        checkRunning(id);
        return vms.tasks()
                .start(
                        "qmreboot",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            if (!shutDownNow(id, limit)) {
                                throw ApiException.failure("VM quit/powerdown failed - got timeout");
                            }
                            startNow(id, task, Optional.empty());
                        }));
    }

    Upid reset(VmId id, Caller caller) {
        checkRunning(id);
        return vms.tasks()
                .start(
                        "qmreset",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> vms.machines().reset(id)));
    }

    Upid pause(VmId id, Caller caller, boolean paused) {
        checkRunning(id);
        return vms.tasks()
                .start(
                        paused ? "qmpause" : "qmresume",
                        id.toString(),
                        caller,
                        task -> vms.holding(id, () -> {
                            vms.files().load(id).checkLock();
                            vms.machines().pause(id, paused);
                        }));
    }
}
