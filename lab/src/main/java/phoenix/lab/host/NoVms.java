package phoenix.lab.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.node.Images;
import phoenix.lab.node.Machines;
import phoenix.lab.node.NodeException;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** A node that can run containers only. */
final class NoVms implements Images, Machines {
    private static NodeException none() {
        return new NodeException("this lab runs containers only; VMs are there on a simulated one (--simulate)");
    }

    @Override
    public DiskSize importFile(Path image, String volume) {
        throw none();
    }

    @Override
    public void create(String volume, DiskSize quota) {
        throw none();
    }

    @Override
    public void destroy(String volume) {}

    @Override
    public void resize(String volume, DiskSize quota) {
        throw none();
    }

    @Override
    public void snapshot(String volume, String snapshot) {
        throw none();
    }

    @Override
    public void deleteSnapshot(String volume, String snapshot) {
        throw none();
    }

    @Override
    public void rollback(String volume, String snapshot) {
        throw none();
    }

    @Override
    public void copy(String volume, Optional<String> snapshot, String target, DiskSize quota) {
        throw none();
    }

    @Override
    public void makeBase(String volume, String base) {
        throw none();
    }

    @Override
    public void linkedClone(String base, String target, DiskSize quota) {
        throw none();
    }

    @Override
    public List<Usage> list() {
        return List.of();
    }

    @Override
    public Space space() {
        return new Space(new DiskSize(0), new DiskSize(0));
    }

    @Override
    public void prepare() {
        throw none();
    }

    @Override
    public void start(VmId id, Launch launch) {
        throw none();
    }

    @Override
    public void stop(VmId id) {}

    @Override
    public boolean shutDown(VmId id, boolean byAgent, Duration limit) {
        return true;
    }

    @Override
    public void reset(VmId id) {
        throw none();
    }

    @Override
    public void pause(VmId id, boolean paused) {
        throw none();
    }

    @Override
    public void applyLive(VmId id, GuestConfig.Section before, Launch after) {
        throw none();
    }

    @Override
    public void saveState(VmId id, String snapshot, List<String> disks) {
        throw none();
    }

    @Override
    public Set<VmId> running() {
        return Set.of();
    }

    @Override
    public Statistics statistics(VmId id) {
        return new Statistics(0, 0, 0, 0, "stopped");
    }

    @Override
    public Object agent(VmId id, String command, Map<String, ?> arguments) {
        throw new AgentSilent("no VM runs here");
    }

    @Override
    public void forget(VmId id) {}
}
