package phoenix.lab.vm;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import phoenix.lab.guest.GuestAccess;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.task.Task;
import phoenix.pve.VmId;

/**
 * Makes a VM. What can be refused is refused in the call; the disks are the task {@code qmcreate}, which leaves nothing behind when it
 * fails.
 *
 * @see "PVE source: PVE/API2/Qemu.pm create_vm"
 */
final class VmCreation {
    /** What the call takes besides the VM's options. */
    private static final Set<String> NOT_OPTIONS = Set.of(
            "node",
            "vmid",
            "archive",
            "bwlimit",
            "force",
            "import-working-storage",
            "live-restore",
            "pool",
            "start",
            "storage",
            "unique",
            "template",
            "lock");

    private static final String QEMU = "9.2.0";

    private final VmContext vms;
    private final VmDisks disks;
    private final VmPower power;
    private final GuestAccess access;
    private final Clock clock;

    VmCreation(VmContext vms, VmDisks disks, VmPower power, GuestAccess access, Clock clock) {
        this.vms = vms;
        this.disks = disks;
        this.power = power;
        this.access = access;
        this.clock = clock;
    }

    Object create(Call call) {
        VmId id = call.vmid();
        if (call.find("archive").isPresent()) {
            throw ApiException.failure("the lab keeps no backups to restore from");
        }
        Caller caller = call.caller();
        Map<String, String> options = new TreeMap<>(call.values());
        options.keySet().removeIf(name -> NOT_OPTIONS.contains(name) || VmOptions.isUnused(name));
        Optional.ofNullable(options.remove("cdrom")).ifPresent(cd -> options.put("ide2", cd + ",media=cdrom"));
        Optional<String> storage = call.find("storage");
        checkCaller(call, id, storage);
        Drives.of(options).forEach(drive -> disks.check(caller, id, drive, storage));
        VmRights rights = new VmRights(caller, id, call.find("pool"));
        rights.checkNames(options.keySet());
        rights.checkNewDevices(options);
        rights.checkBridges(options);
        boolean template = call.flag("template");
        try {
            vms.reserve(id, "create");
        } catch (ApiException refused) {
            throw ApiException.failure("unable to create VM " + id + " - " + refused.printed());
        }
        boolean start = call.flag("start");
        return vms.tasks()
                .start("qmcreate", id.toString(), caller, task -> {
                    vms.holding(id, () -> carryOut(id, options, storage, task));
                    if (template) {
                        vms.change(id, config -> config.current().put("template", "1"));
                    }
                    call.find("pool").ifPresent(pool -> access.addToPool(id, pool));
                    if (start) {
                        power.start(id, caller, false);
                    }
                })
                .toString();
    }

    private static void checkCaller(Call call, VmId id, Optional<String> storage) {
        Optional<String> pool = call.find("pool");
        Caller caller = call.caller();
        if (pool.isPresent() && !caller.rights().poolExists(pool.get())) {
            throw ApiException.forbidden("pool '" + pool.get() + "' does not exist");
        }
        storage.ifPresent(where -> caller.check("/storage/" + where, "Datastore.AllocateSpace"));
        boolean allowed = caller.may("/vms/" + id, "VM.Allocate")
                || (pool.isPresent() && caller.may("/pool/" + pool.get(), "VM.Allocate"));
        if (!allowed) {
            throw ApiException.forbidden();
        }
    }

    private void carryOut(VmId id, Map<String, String> options, Optional<String> storage, Task task) {
        task.undo()
                .add("remove the configuration of VM " + id, () -> vms.files().remove(id));
        task.undo().add("forget VM " + id, () -> vms.machines().forget(id));
        task.undo().add("remove the firewall of VM " + id, () -> vms.firewalls().remove(id));
        try {
            VmConfig config = VmConfig.empty();
            options.forEach((option, value) -> config.current().put(option, canonical(option, value)));
            for (Drive drive : Drives.of(options)) {
                drive.importFrom()
                        .ifPresent(source -> task.log(drive.option() + ": importing disk from '" + source + "'"));
                Drive made = disks.create(id, drive, storage, VmConfig.empty(), task.undo());
                config.current().put(drive.option(), made.print());
            }
            complete(config);
            vms.files().write(id, config);
        } catch (ApiException failed) {
            throw ApiException.failure("unable to create VM " + id + " - " + failed.printed());
        } catch (NodeException failed) {
            throw ApiException.failure("unable to create VM " + id + " - " + failed.getMessage());
        }
    }

    private static String canonical(String option, String value) {
        if (VmOptions.isNet(option)) {
            return VmNetworks.canonical(value);
        }
        return switch (option) {
            case "cipassword" -> Passwords.hashed(value);
            case "description" -> value.strip();
            default -> value;
        };
    }

    /** Adds what Proxmox adds. */
    private void complete(VmConfig config) {
        Map<String, String> options = config.current();
        options.computeIfAbsent("smbios1", key -> "uuid=" + VmNetworks.newUuid());
        if (!options.getOrDefault("vmgenid", "").equals("0")) {
            options.computeIfPresent("vmgenid", (key, value) -> value.equals("1") ? VmNetworks.newUuid() : value);
            options.computeIfAbsent("vmgenid", key -> VmNetworks.newUuid());
        } else {
            options.remove("vmgenid");
        }
        options.put(
                "meta", "creation-qemu=" + QEMU + ",ctime=" + clock.instant().getEpochSecond());
        options.computeIfAbsent("boot", key -> "order=" + String.join(";", bootDevices(options)));
    }

    /** The first disk, the first CD, the first network. */
    private static List<String> bootDevices(Map<String, String> options) {
        List<String> devices = new ArrayList<>();
        List<Drive> drives = Drives.of(options).stream()
                .filter(drive -> !drive.option().matches("efidisk0|tpmstate0") && !drive.isCloudInit())
                .toList();
        drives.stream().filter(drive -> !drive.isCdrom()).findFirst().ifPresent(drive -> devices.add(drive.option()));
        drives.stream().filter(Drive::isCdrom).findFirst().ifPresent(drive -> devices.add(drive.option()));
        options.keySet().stream().filter(VmOptions::isNet).findFirst().ifPresent(devices::add);
        return devices;
    }
}
