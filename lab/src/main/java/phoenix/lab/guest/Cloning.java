package phoenix.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.node.Node;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.storage.Storage;
import phoenix.lab.task.Task;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Copies a container, whole or as a linked clone. The source is locked {@code disk} from the call to the end of the task, so that
 * a second clone of the same source is refused meanwhile; the target exists at once, locked {@code create}.
 *
 * @see "PVE source: PVE/API2/LXC.pm clone_vm"
 */
final class Cloning {
    private static final Set<String> NOT_COPIED =
            Set.of("lock", "parent", "snaptime", "snapstate", "template", "digest");

    private final Guests guests;
    private final GuestAccess access;

    Cloning(Guests guests, GuestAccess access) {
        this.guests = guests;
        this.access = access;
    }

    private record Plan(VmId source, VmId target, Optional<String> snapshot, boolean full, boolean running) {}

    Object create(Call call) {
        VmId source = call.vmid();
        VmId target = VmId.parse(call.text("newid"));
        call.find("pool")
                .filter(pool -> !call.caller().rights().poolExists(pool))
                .ifPresent(pool -> {
                    throw ApiException.forbidden("pool '" + pool + "' does not exist");
                });
        call.find("target")
                .filter(node -> !node.equals(Node.NAME) && !node.equals("localhost"))
                .ifPresent(node -> {
                    throw ApiException.failure("no such cluster node '" + node + "'");
                });
        call.find("storage").ifPresent(guests.storages()::enabled);
        ContainerConfig config = guests.lock(source, "disk");
        try {
            guests.reserve(target);
        } catch (RuntimeException refused) {
            guests.unlock(source, "disk");
            throw refused;
        }
        Plan plan = new Plan(
                source,
                target,
                call.find("snapname"),
                call.find("full").map("1"::equals).orElse(!config.isTemplate()),
                guests.runs(source));
        try {
            guests.firewalls().copy(source, target);
            List<Mount> mounts = prepare(call, plan, config);
            return guests.tasks()
                    .start("vzclone", source.toString(), call.caller(), task -> carryOut(plan, mounts, call, task))
                    .toString();
        } catch (RuntimeException refused) {
            guests.unlock(source, "disk");
            guests.firewalls().remove(target);
            guests.holding(target, () -> guests.files().remove(target));
            throw refused;
        }
    }

    /** Checks everything and writes the target's configuration, yet without its volumes. */
    private List<Mount> prepare(Call call, Plan plan, ContainerConfig config) {
        Optional<String> storage = call.find("storage");
        if (storage.isPresent() && !plan.full()) {
            throw ApiException.failure("parameter 'storage' not allowed for linked clones");
        }
        ContainerConfig.Part source = plan.snapshot().map(config::snapshot).orElse(config.current());
        ContainerConfig copy = ContainerConfig.empty();
        List<Mount> mounts = new ArrayList<>();
        for (var entry : source.options().entrySet()) {
            String option = entry.getKey();
            if (ContainerOptions.isVolume(option)) {
                Mount mount = Mount.parse(option, entry.getValue());
                checkMount(call.caller(), plan, mount, storage);
                mounts.add(mount);
            } else if (ContainerOptions.isNet(option)) {
                copy.current().set(option, Networks.withNewMac(entry.getValue()));
                checkBridge(call.caller(), entry.getValue());
            } else if (!ContainerOptions.isUnused(option) && !NOT_COPIED.contains(option)) {
                copy.current().set(option, entry.getValue());
            }
        }
        copy.current().raw().addAll(source.raw());
        copy.current().set("lock", "create");
        call.find("hostname").ifPresent(name -> copy.current().set("hostname", name));
        call.find("description").ifPresent(text -> copy.current().set("description", text));
        guests.holding(plan.target(), () -> guests.files().write(plan.target(), copy));
        return mounts;
    }

    private void checkMount(Caller caller, Plan plan, Mount mount, Optional<String> storage) {
        if (!mount.isVolume()) {
            throw ApiException.failure(
                    "unable to clone mountpoint '" + mount.option() + "' (type " + mount.kind() + ")");
        }
        VolumeId volume = mount.volumeId();
        Storage target = guests.storages().get(storage.orElse(volume.storage()));
        caller.check("/storage/" + target.id(), "Datastore.AllocateSpace");
        if (plan.full()) {
            if (plan.running() && plan.snapshot().isEmpty()) {
                throw ApiException.failure("Cannot do full clones on a running container without snapshots");
            }
        } else if (!guests.volumes().has("clone", volume, plan.snapshot().isPresent())) {
            throw ApiException.failure("Linked clone feature for '" + volume + "' is not available");
        }
    }

    private static void checkBridge(Caller caller, String net) {
        if (!caller.isRoot()) {
            String bridge = Networks.parse(net).get("bridge").orElse("");
            caller.check("/sdn/zones/localnetwork/" + bridge, "SDN.Use");
        }
    }

    private void carryOut(Plan plan, List<Mount> mounts, Call call, Task task) {
        VmId target = plan.target();
        task.undo().add("unlock CT " + plan.source(), () -> guests.unlock(plan.source(), "disk"));
        task.undo()
                .add(
                        "remove the configuration of CT " + target,
                        () -> guests.holding(target, () -> guests.files().remove(target)));
        task.undo().add("forget CT " + target, () -> guests.containers().forget(target));
        task.undo()
                .add(
                        "remove the firewall of CT " + target,
                        () -> guests.firewalls().remove(target));
        try {
            for (Mount mount : mounts) {
                VolumeId volume = copy(plan, mount, call.find("storage"), task);
                task.undo()
                        .add("remove volume " + volume, () -> guests.volumes().free(volume));
                Mount copied = plan.full()
                        ? mount.on(volume).sized(guests.volumes().usage(volume).quota())
                        : mount.on(volume);
                guests.change(target, config -> config.current().set(mount.option(), copied.print()));
            }
            guests.holding(
                    target,
                    () -> guests.containers()
                            .setUp(target, guests.files().load(target).current().section(), java.util.Map.of()));
        } catch (ApiException failed) {
            throw ApiException.failure("clone failed: " + failed.printed());
        } catch (NodeException failed) {
            throw ApiException.failure("clone failed: " + failed.getMessage());
        }
        guests.unlock(plan.source(), "disk");
        guests.unlock(target, "create");
        call.find("pool").ifPresent(pool -> access.addToPool(target, pool));
    }

    private VolumeId copy(Plan plan, Mount mount, Optional<String> storage, Task task) {
        VolumeId volume = mount.volumeId();
        if (plan.full()) {
            task.log("create full clone of mountpoint " + mount.option() + " (" + volume + ")");
            return guests.volumes().copy(volume, plan.snapshot(), plan.target(), storage.orElse(volume.storage()));
        }
        task.log("create linked clone of mount point " + mount.option() + " (" + volume + ")");
        return guests.volumes().linkedClone(volume, plan.target());
    }
}
