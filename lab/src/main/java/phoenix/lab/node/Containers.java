package phoenix.lab.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** The containers of the node, as processes and file trees. The configuration is handed in; nothing here reads {@code /etc/pve}. */
public interface Containers {
    /**
     * Unpacks a template into an empty volume.
     *
     * @param template the archive, below {@link Node#root()} as this process sees it
     * @param unprivileged whether the files will be seen through the ID mapping of unprivileged containers
     */
    void unpack(Path template, String volume, boolean unprivileged, Consumer<String> log);

    /**
     * Writes into the guest's files what Proxmox's set-up writes at creation and before each start: host name, hosts, network
     * interfaces, name servers, time zone; at creation also the root password and SSH keys.
     *
     * @param secrets {@code password} and {@code ssh-public-keys} at creation; empty later
     */
    void setUp(VmId id, GuestConfig.Section config, Map<String, String> secrets);

    /** Starts a stopped container; returns when its init runs. */
    void start(VmId id, GuestConfig.Section config);

    /** Ends a running container at once. */
    void stop(VmId id);

    /**
     * Asks a container's init to shut down and waits.
     *
     * @return whether it stopped in time
     */
    boolean shutDown(VmId id, Duration limit);

    /**
     * Puts in force what a running container can take without a restart: memory, swap, cores, networks, host name, new mount
     * points.
     */
    void applyLive(VmId id, GuestConfig.Section before, GuestConfig.Section after);

    /** Freezes or thaws a running container, around a snapshot. */
    void freeze(VmId id, boolean frozen);

    /** All containers that run. */
    Set<VmId> running();

    /** Whether one container runs. To be overridden where that is quicker than asking for all. */
    default boolean isRunning(VmId id) {
        return running().contains(id);
    }

    Statistics statistics(VmId id);

    /** The addresses inside a running container. */
    List<Interface> interfaces(VmId id);

    /** Forgets whatever is kept for a container that has been deleted. */
    void forget(VmId id);

    /** Live figures; all zero for a stopped container. */
    record Statistics(long pid, long uptimeSeconds, long memoryBytes, double cpu) {}

    /** One network interface; addresses in CIDR form, or empty. */
    record Interface(String name, String hwaddr, String inet, String inet6) {}
}
