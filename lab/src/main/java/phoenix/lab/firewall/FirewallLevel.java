package phoenix.lab.firewall;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.nio.file.Path;
import java.util.List;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * Whose firewall it is: where it is served, who may see and change it, and what it may say.
 *
 * @param path of its endpoints
 * @param place the parameters of that path
 * @param kind Proxmox's word for what rules are checked for: {@code ct}, {@code vm}, {@code host}, {@code cluster}
 * @param options what may be set
 */
record FirewallLevel(
        String path, List<Param> place, Permission audit, Permission change, String kind, List<Param> options) {
    static final FirewallLevel CLUSTER = new FirewallLevel(
            "/cluster/firewall",
            List.of(),
            Permission.on("/", "Sys.Audit"),
            Permission.on("/", "Sys.Modify"),
            "cluster",
            FirewallParams.CLUSTER_OPTIONS);

    static final FirewallLevel NODE = new FirewallLevel(
            "/nodes/{node}/firewall",
            List.of(node()),
            Permission.on("/nodes/{node}", "Sys.Audit"),
            Permission.on("/nodes/{node}", "Sys.Modify"),
            "host",
            FirewallParams.NODE_OPTIONS);

    FirewallLevel {
        place = List.copyOf(place);
        options = List.copyOf(options);
    }

    /** @param folder {@code lxc} or {@code qemu} */
    static FirewallLevel guests(String folder) {
        return new FirewallLevel(
                "/nodes/{node}/" + folder + "/{vmid}/firewall",
                List.of(node(), vmid()),
                Permission.on("/vms/{vmid}", "VM.Audit"),
                Permission.on("/vms/{vmid}", "VM.Config.Network"),
                folder.equals("lxc") ? "ct" : "vm",
                FirewallParams.OPTIONS);
    }

    Path file(FirewallFiles files, Call call) {
        return switch (kind) {
            case "cluster" -> files.cluster();
            case "host" -> files.node();
            default -> files.guest(call.vmid());
        };
    }

    boolean isGuest() {
        return kind.equals("ct") || kind.equals("vm");
    }
}
