package phoenix.orchestrator.actual;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveException;
import phoenix.pve.api.StorageApi;
import phoenix.pve.api.Task;

/**
 * Looks at the node once.
 *
 * <p>With a shell that takes three round trips, however many guests there are: one command brings every guest's configuration file,
 * snapshots included; {@code GET /cluster/resources} lists what there is in the cluster; {@code GET /nodes/<node>/lxc} tells what runs,
 * because the cluster's list is up to ten seconds old. Templates and the catalogue are asked for only when a guest has to be made from
 * one.
 */
public final class NodeReader {
    private static final Duration TASK_LIMIT = Duration.ofMinutes(30);

    private final NodeAccess node;

    public NodeReader(NodeAccess node) {
        this.node = node;
    }

    /**
     * Looks. A task that is at work on one of our guests, as after a run that was killed, is waited for first.
     *
     * @param ours the guests that we may work on
     * @param fromTemplates those of them that would be made from a template
     */
    public Actual read(Collection<VmId> ours, Collection<VmId> fromTemplates) {
        SortedMap<VmId, ActualGuest> guests = guests();
        if (ours.stream()
                        .anyMatch(id ->
                                guests.containsKey(id) && guests.get(id).lock().isPresent())
                && waitForTasksOn(ours)) {
            guests.clear();
            guests.putAll(guests());
        }
        if (guests.keySet().containsAll(fromTemplates)) {
            return new Actual(node.name(), guests, List.of(), List.of(), Optional.empty());
        }
        List<String> storages = node.client().send(StorageApi.storages(node.name())).stream()
                .filter(storage -> storage.active() && storage.content().contains("vztmpl"))
                .map(storage -> storage.name())
                .toList();
        List<VolumeId> templates = storages.stream()
                .flatMap(storage -> node.client().send(StorageApi.content(node.name(), storage, "vztmpl")).stream())
                .map(volume -> volume.id())
                .toList();
        List<String> catalogue = node.client().send(StorageApi.templates(node.name())).stream()
                .map(entry -> entry.template())
                .toList();
        return new Actual(
                node.name(), guests, templates, catalogue, storages.stream().findFirst());
    }

    /** Waits for every task that is at work on one of the guests; tells whether there was one. */
    private boolean waitForTasksOn(Collection<VmId> guests) {
        List<Upid> tasks = node.client().send(NodeApi.activeTasks(node.name())).stream()
                .filter(Task::running)
                .map(Task::upid)
                .filter(upid -> guests.stream().anyMatch(id -> id.toString().equals(upid.id())))
                .toList();
        tasks.forEach(this::waitFor);
        return !tasks.isEmpty();
    }

    private void waitFor(Upid task) {
        try {
            node.client().await(task, "see the end of " + task.type() + " of " + task.id(), TASK_LIMIT, line -> {});
        } catch (PveException.TaskFailed e) {
            // How it ended is seen by looking again.
        }
    }

    private SortedMap<VmId, ActualGuest> guests() {
        List<GuestResource> resources = node.client().send(ClusterApi.guests());
        Map<VmId, Boolean> running = new HashMap<>();
        resources.forEach(resource -> running.put(resource.id(), resource.running()));
        node.client()
                .send(LxcApi.list(node.name()))
                .forEach(container -> running.put(container.id(), container.running()));
        List<ConfigFile> files = node.shell().isPresent()
                ? new ConfigFiles(node.shell().get()).all()
                : new ConfigsByApi(node.client()).all(resources);
        SortedMap<VmId, ActualGuest> guests = new TreeMap<>();
        for (ConfigFile file : files) {
            guests.put(
                    file.id(),
                    new ActualGuest(
                            file.id(),
                            file.kind(),
                            file.node(),
                            file.config(),
                            running.getOrDefault(file.id(), false)));
        }
        return guests;
    }
}
