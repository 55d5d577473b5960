package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.StorageApi;
import phoenix.pve.api.StorageStatus;

/** Whether a storage of Proxmox is there and can be used. */
public record StorageTrial(String storage) implements Trial {
    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        Optional<StorageStatus> found = node.client().send(StorageApi.storages(node.name())).stream()
                .filter(one -> one.name().equals(storage))
                .findFirst();
        found.ifPresent(one -> log.line(
                "active: " + one.active() + ", free: " + one.freeBytes() + " of " + one.totalBytes() + " bytes"));
        if (found.filter(StorageStatus::active).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "status of storage " + storage,
                found.isEmpty() ? "there is no such storage" : "it is not active",
                List.of()));
    }

    @Override
    public String where() {
        return "on the node";
    }

    @Override
    public String expected() {
        return "an active storage";
    }

    @Override
    public String preview() {
        return "ask for the status of storage " + storage;
    }

    @Override
    public String hint() {
        return "see pvesm status on the node";
    }
}
