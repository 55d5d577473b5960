package phoenix.lab.vm;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * The cloud-init drive: what it says, what it would say, and making it anew.
 *
 * @see "PVE source: PVE/API2/Qemu.pm cloudinit_pending, cloudinit_update, cloudinit_generated_config_dump"
 */
final class CloudInitEndpoints {
    private final VmContext vms;
    private final CloudInit cloudInit;

    CloudInitEndpoints(VmContext vms, CloudInit cloudInit) {
        this.vms = vms;
        this.cloudInit = cloudInit;
    }

    List<Endpoint> endpoints() {
        String path = "/nodes/{node}/qemu/{vmid}/cloudinit";
        Permission audit = Permission.on("/vms/{vmid}", "VM.Audit");
        return List.of(
                Endpoint.get(path).with(node(), vmid()).allow(audit).handledBy(this::pending),
                Endpoint.put(path)
                        .with(node(), vmid())
                        .allow(Permission.on("/vms/{vmid}", "VM.Config.Cloudinit"))
                        .handledBy(this::regenerate),
                Endpoint.get(path + "/dump")
                        .with(node(), vmid(), Param.string("type").oneOf("user", "network", "meta"))
                        .allow(audit)
                        .handledBy(call -> cloudInit.document(
                                call.text("type"),
                                call.vmid(),
                                vms.files().load(call.vmid()).current())));
    }

    private Object pending(Call call) {
        VmConfig config = vms.files().load(call.vmid());
        Map<String, String> now = new TreeMap<>(config.cloudInit());
        Map<String, String> wanted = CloudInit.part(config.current());
        if (now.isEmpty()) {
            now.putAll(wanted);
        }
        List<Map<String, Object>> all = new ArrayList<>();
        wanted.forEach((option, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", option);
            String before = now.remove(option);
            Optional.ofNullable(before).ifPresent(text -> entry.put("value", shown(option, text)));
            if (!value.equals(before)) {
                entry.put("pending", shown(option, value));
            }
            all.add(entry);
        });
        now.forEach((option, value) -> all.add(Map.of("key", option, "value", shown(option, value), "delete", 1)));
        return all;
    }

    private static String shown(String option, String value) {
        return option.equals("cipassword") ? Passwords.HIDDEN : value;
    }

    private @Nullable Object regenerate(Call call) {
        vms.change(call.vmid(), config -> {
            config.checkLock();
            if (CloudInit.drive(config.current()).isEmpty()) {
                throw ApiException.failure("no cloudinit drive");
            }
            Map<String, String> seed = cloudInit.files(call.vmid(), config.current());
            if (vms.runs(call.vmid())) {
                vms.machines()
                        .applyLive(
                                call.vmid(),
                                VmConfig.section(config.current()),
                                vms.launch(config.current(), seed, Optional.empty()));
            }
            config.cloudInit().clear();
            config.cloudInit().putAll(CloudInit.part(config.current()));
        });
        return null;
    }
}
