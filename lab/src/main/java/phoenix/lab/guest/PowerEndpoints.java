package phoenix.lab.guest;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * A container's state, and starting and stopping it.
 *
 * @see "PVE source: PVE/API2/LXC/Status.pm"
 */
final class PowerEndpoints {
    private static final Permission POWER = Permission.on("/vms/{vmid}", "VM.PowerMgmt");
    private static final long SECONDS_TO_SHUT_DOWN = 60;

    private final Guests guests;
    private final GuestStatus status;
    private final Power power;

    PowerEndpoints(Guests guests, GuestStatus status, Power power) {
        this.guests = guests;
        this.status = status;
        this.power = power;
    }

    List<Endpoint> endpoints() {
        String path = "/nodes/{node}/lxc/{vmid}/status";
        return List.of(
                Endpoint.get(path).with(node(), vmid()).allowAnyUser().handledBy(this::index),
                Endpoint.get(path + "/current")
                        .with(node(), vmid())
                        .allow(Permission.on("/vms/{vmid}", "VM.Audit"))
                        .asRoot()
                        .handledBy(this::current),
                Endpoint.post(path + "/start")
                        .with(
                                node(),
                                vmid(),
                                skipLock(),
                                Param.bool("debug").optional().byDefault(false))
                        .allow(POWER)
                        .handledBy(call -> power.start(call.vmid(), call.caller(), skipsLock(call))
                                .toString()),
                Endpoint.post(path + "/stop")
                        .with(
                                node(),
                                vmid(),
                                skipLock(),
                                Param.bool("overrule-shutdown").optional().byDefault(false))
                        .allow(POWER)
                        .handledBy(call -> power.stop(
                                        call.vmid(), call.caller(), skipsLock(call), call.flag("overrule-shutdown"))
                                .toString()),
                Endpoint.post(path + "/shutdown")
                        .with(
                                node(),
                                vmid(),
                                Param.integer("timeout")
                                        .optional()
                                        .byDefault(60)
                                        .minimum(0),
                                Param.bool("forceStop").optional().byDefault(false))
                        .allow(POWER)
                        .handledBy(call -> power.shutDown(
                                        call.vmid(), call.caller(), timeout(call), call.flag("forceStop"))
                                .toString()),
                Endpoint.post(path + "/reboot")
                        .with(
                                node(),
                                vmid(),
                                Param.integer("timeout").optional().minimum(0))
                        .allow(POWER)
                        .handledBy(call -> power.reboot(call.vmid(), call.caller(), timeout(call))
                                .toString()));
    }

    private static Param skipLock() {
        return Param.bool("skiplock").optional();
    }

    private static boolean skipsLock(Call call) {
        if (call.flag("skiplock") && !call.caller().isRoot()) {
            throw ApiException.parameter("skiplock", "Only root may use this option.");
        }
        return call.flag("skiplock");
    }

    private static Duration timeout(Call call) {
        return Duration.ofSeconds(call.number("timeout", SECONDS_TO_SHUT_DOWN));
    }

    private Object index(Call call) {
        guests.files().load(call.vmid());
        return Stream.of("current", "start", "stop", "shutdown", "reboot")
                .map(name -> Map.of("subdir", name))
                .toList();
    }

    private Object current(Call call) {
        Map<String, Object> current = status.one(call.vmid());
        current.put("ha", Map.of("managed", 0));
        return current;
    }
}
