package phoenix.lab.guest;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.lab.firewall.FirewallFiles;
import phoenix.lab.node.Node;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Tasks;

/** Everything about containers, put together. */
public final class ContainerService {
    private final GuestStatus status;
    private final Recovery recovery;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /**
     * @param lockPatience how long a call waits for a container's lock
     * @param access what the access rules know about guests
     */
    public ContainerService(
            Node node,
            GuestFiles files,
            Storages storages,
            GuestVolumes volumes,
            FirewallFiles firewalls,
            Tasks tasks,
            Clock clock,
            Duration lockPatience,
            GuestAccess access) {
        Guests guests = new Guests(
                node,
                files,
                new GuestLocks(lockPatience, "/run/lock/lxc/pve-config-%s.lock"),
                storages,
                volumes,
                firewalls,
                tasks);
        Disks disks = new Disks(storages, volumes);
        ConfigUpdate update = new ConfigUpdate(guests, disks);
        ModifyRights rights = new ModifyRights(storages);
        Power power = new Power(guests, update);
        Snapshots snapshots = new Snapshots(guests, clock);
        Destruction destruction = new Destruction(guests, disks, access);
        TemplateConversion templates = new TemplateConversion(guests);
        this.status = new GuestStatus(guests);
        this.recovery = new Recovery(guests, snapshots, destruction, templates);
        endpoints.addAll(new GuestEndpoints(
                        guests,
                        status,
                        new Creation(guests, update, disks, rights, power, access),
                        new Cloning(guests, access),
                        destruction,
                        new Resizing(guests),
                        templates)
                .endpoints());
        endpoints.addAll(new ConfigEndpoints(guests, update, rights).endpoints());
        endpoints.addAll(new PowerEndpoints(guests, status, power).endpoints());
        endpoints.addAll(new SnapshotEndpoints(guests, snapshots, power).endpoints());
    }

    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    public GuestStatus status() {
        return status;
    }

    /** Clears up after a server that was killed, and tells what was done. */
    public List<String> recover() {
        return recovery.run();
    }
}
