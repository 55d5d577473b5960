package phoenix.lab.vm;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.lab.firewall.FirewallFiles;
import phoenix.lab.guest.GuestAccess;
import phoenix.lab.guest.GuestLocks;
import phoenix.lab.hardware.PciMappings;
import phoenix.lab.node.Node;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Tasks;

/** Everything about VMs, put together. */
public final class VmService {
    private final VmStatus status;
    private final VmRecovery recovery;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /**
     * @param lockPatience how long a call waits for a VM's lock
     * @param access what the access rules know about guests
     */
    public VmService(
            Node node,
            VmFiles files,
            PciMappings devices,
            Storages storages,
            GuestVolumes volumes,
            FirewallFiles firewalls,
            Tasks tasks,
            Clock clock,
            Duration lockPatience,
            GuestAccess access) {
        GuestLocks locks = new GuestLocks(lockPatience, "/var/lock/qemu-server/lock-%s.conf");
        VmContext vms = new VmContext(node, files, devices, locks, storages, volumes, firewalls, tasks);
        VmDisks disks = new VmDisks(vms);
        VmUpdate update = new VmUpdate(vms, disks);
        CloudInit cloudInit = new CloudInit(vms);
        VmPower power = new VmPower(vms, update, cloudInit);
        Agents agents = new Agents(vms);
        VmSnapshots snapshots = new VmSnapshots(vms, agents, power, clock);
        VmChanges changes = new VmChanges(vms, update, access);
        this.status = new VmStatus(vms);
        this.recovery = new VmRecovery(vms, snapshots, changes);
        endpoints.addAll(new VmEndpoints(
                        vms,
                        status,
                        new VmCreation(vms, disks, power, access, clock),
                        new VmCloning(vms, access),
                        changes)
                .endpoints());
        endpoints.addAll(new VmConfigEndpoints(vms, update, disks).endpoints());
        endpoints.addAll(new VmPowerEndpoints(vms, status, power).endpoints());
        endpoints.addAll(new VmSnapshotEndpoints(vms, snapshots).endpoints());
        endpoints.addAll(new CloudInitEndpoints(vms, cloudInit).endpoints());
        endpoints.addAll(new AgentEndpoints(vms, agents).endpoints());
    }

    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    public VmStatus status() {
        return status;
    }

    /** Clears up after a server that was killed, and tells what was done. */
    public List<String> recover() {
        return recovery.run();
    }
}
