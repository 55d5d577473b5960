package phoenix.lab.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** The VMs of the node, as processes. The configuration is handed in; nothing here reads {@code /etc/pve}. */
public interface Machines {
    /**
     * How a VM is started.
     *
     * @param config what is in force
     * @param disks the name of the disk behind each option that has one: {@code scsi0} is {@code vm-100-disk-0}
     * @param files CDs: the file behind each option that has one, as the node sees it
     * @param seed the files of the cloud-init drive by name; empty if there is no drive
     * @param state the snapshot whose memory the VM goes on with; empty for a fresh start
     */
    record Launch(
            GuestConfig.Section config,
            Map<String, String> disks,
            Map<String, String> files,
            Map<String, String> seed,
            Optional<String> state) {
        public Launch {
            disks = Map.copyOf(disks);
            files = Map.copyOf(files);
            seed = Map.copyOf(seed);
        }
    }

    /** Makes sure that VMs can run here, which takes a while the first time. */
    void prepare();

    /** Starts a stopped VM; returns when its processors run, long before its system is up. */
    void start(VmId id, Launch launch);

    /** Ends a running VM at once. */
    void stop(VmId id);

    /**
     * Asks a VM's system to shut down, by its agent or by the power button, and waits.
     *
     * @return whether it stopped in time
     */
    boolean shutDown(VmId id, boolean byAgent, Duration limit);

    /** Presses the reset button. */
    void reset(VmId id);

    /** Stops or goes on with the processors. */
    void pause(VmId id, boolean paused);

    /** Puts in force what a running VM can take: its new configuration stands in the launch. */
    void applyLive(VmId id, GuestConfig.Section before, Launch after);

    /** Takes a snapshot of the memory and of all the disks at once, of a running VM. */
    void saveState(VmId id, String snapshot, List<String> disks);

    Set<VmId> running();

    /** Whether one VM runs. To be overridden where that is quicker than asking for all. */
    default boolean isRunning(VmId id) {
        return running().contains(id);
    }

    Statistics statistics(VmId id);

    /**
     * Gives the agent inside a running VM a command of its own protocol.
     *
     * @param command {@code guest-ping}, {@code guest-exec}...
     * @return what stands under {@code return}: maps, lists, texts, numbers, truth values
     * @throws AgentSilent if nobody answers
     * @throws NodeException with the agent's words if it refuses
     */
    Object agent(VmId id, String command, Map<String, ?> arguments);

    /** Forgets whatever is kept for a VM that has been deleted. */
    void forget(VmId id);

    /**
     * Live figures; all zero for a stopped VM.
     *
     * @param state QEMU's word: {@code running}, {@code paused}...
     */
    record Statistics(long pid, long uptimeSeconds, long memoryBytes, double cpu, String state) {}

    /** The agent inside a VM does not answer. */
    final class AgentSilent extends RuntimeException {
        private static final long serialVersionUID = 1;

        public AgentSilent(String message) {
            super(message);
        }
    }
}
