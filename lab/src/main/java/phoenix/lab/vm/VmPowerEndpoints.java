package phoenix.lab.vm;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * A VM's state, and starting and stopping it.
 *
 * @see "PVE source: PVE/API2/Qemu.pm"
 */
final class VmPowerEndpoints {
    private static final Permission POWER = Permission.on("/vms/{vmid}", "VM.PowerMgmt");

    private final VmContext vms;
    private final VmStatus status;
    private final VmPower power;

    VmPowerEndpoints(VmContext vms, VmStatus status, VmPower power) {
        this.vms = vms;
        this.status = status;
        this.power = power;
    }

    List<Endpoint> endpoints() {
        String path = "/nodes/{node}/qemu/{vmid}/status";
        return List.of(
                Endpoint.get(path).with(node(), vmid()).allowAnyUser().handledBy(this::index),
                Endpoint.get(path + "/current")
                        .with(node(), vmid())
                        .allow(Permission.on("/vms/{vmid}", "VM.Audit"))
                        .asRoot()
                        .handledBy(call -> status.current(call.vmid())),
                start(path),
                Endpoint.post(path + "/stop")
                        .with(node(), vmid(), skipLock(), keepActive(), timeout())
                        .with(
                                Param.string("migratedfrom").optional().format("pve-node"),
                                Param.bool("overrule-shutdown").optional().byDefault(false))
                        .allow(POWER)
                        .handledBy(this::stop),
                Endpoint.post(path + "/shutdown")
                        .with(node(), vmid(), skipLock(), keepActive(), timeout())
                        .with(Param.bool("forceStop").optional().byDefault(false))
                        .allow(POWER)
                        .handledBy(this::shutDown),
                Endpoint.post(path + "/reboot")
                        .with(node(), vmid(), timeout())
                        .allow(POWER)
                        .handledBy(call -> power.reboot(call.vmid(), call.caller(), limit(call))
                                .toString()),
                Endpoint.post(path + "/reset")
                        .with(node(), vmid(), skipLock())
                        .allow(POWER)
                        .handledBy(call -> power.reset(call.vmid(), call.caller(), skipsLock(call))
                                .toString()),
                Endpoint.post(path + "/suspend")
                        .with(
                                node(),
                                vmid(),
                                skipLock(),
                                Param.string("statestorage")
                                        .optional()
                                        .format("pve-storage-id")
                                        .requires("todisk"),
                                Param.bool("todisk").optional().byDefault(false))
                        .allow(POWER)
                        .handledBy(this::suspend),
                Endpoint.post(path + "/resume")
                        .with(node(), vmid(), skipLock(), Param.bool("nocheck").optional())
                        .allow(POWER)
                        .handledBy(this::resume));
    }

    private Endpoint start(String path) {
        return Endpoint.post(path + "/start")
                .with(
                        node(),
                        vmid(),
                        skipLock(),
                        Param.string("force-cpu").optional(),
                        Param.string("machine").optional().format(VmFormats.MACHINE),
                        Param.string("migratedfrom").optional().format("pve-node"),
                        Param.string("migration_network").optional().format("CIDR"),
                        Param.string("migration_type").optional().oneOf("secure", "insecure"),
                        Param.string("nets-host-mtu").optional().pattern("net\\d+=\\d+(,net\\d+=\\d+)*"),
                        Param.string("stateuri").optional().maxLength(128),
                        Param.string("targetstorage").optional().format("storage-pair-list"),
                        Param.integer("timeout").optional().defaultComputed().minimum(0))
                .allow(POWER)
                .handledBy(call ->
                        power.start(call.vmid(), call.caller(), skipsLock(call)).toString());
    }

    private static Param skipLock() {
        return Param.bool("skiplock").optional();
    }

    private static Param keepActive() {
        return Param.bool("keepActive").optional().byDefault(false);
    }

    private static Param timeout() {
        return Param.integer("timeout").optional().minimum(0);
    }

    static boolean skipsLock(Call call) {
        return rootsOption(call, "skiplock");
    }

    private static boolean rootsOption(Call call, String name) {
        if (call.flag(name) && !call.caller().isRoot()) {
            throw ApiException.parameter(name, "Only root may use this option.");
        }
        return call.flag(name);
    }

    private static Optional<Duration> limit(Call call) {
        return call.find("timeout").map(Long::parseLong).map(Duration::ofSeconds);
    }

    private Object stop(Call call) {
        boolean skipLock = skipsLock(call);
        rootsOption(call, "keepActive");
        return power.stop(call.vmid(), call.caller(), skipLock, call.flag("overrule-shutdown"))
                .toString();
    }

    private Object shutDown(Call call) {
        boolean skipLock = skipsLock(call);
        rootsOption(call, "keepActive");
        return power.shutDown(call.vmid(), call.caller(), limit(call), call.flag("forceStop"), skipLock)
                .toString();
    }

    private Object resume(Call call) {
        boolean skipLock = skipsLock(call);
        rootsOption(call, "nocheck");
        return power.resume(call.vmid(), call.caller(), skipLock).toString();
    }

    private Object suspend(Call call) {
        boolean skipLock = skipsLock(call);
        if (call.flag("todisk")) {
            throw ApiException.failure("the lab cannot suspend a VM to disk");
        }
        return power.pause(call.vmid(), call.caller(), skipLock).toString();
    }

    private Object index(Call call) {
        vms.files().load(call.vmid());
        return Stream.of("current", "start", "stop", "reset", "shutdown", "suspend", "reboot")
                .map(name -> Map.of("subdir", name))
                .toList();
    }
}
