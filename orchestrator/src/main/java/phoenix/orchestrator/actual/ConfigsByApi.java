package phoenix.orchestrator.actual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.pve.GuestConfig;
import phoenix.pve.api.ContainerConfig;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/** Reads the guests' configurations call by call, where there is no shell: two calls a guest, three for one that runs. */
final class ConfigsByApi {
    private final PveClient client;

    ConfigsByApi(PveClient client) {
        this.client = client;
    }

    List<ConfigFile> all(List<GuestResource> guests) {
        return guests.parallelStream().map(this::one).toList();
    }

    private ConfigFile one(GuestResource guest) {
        GuestPath path = new GuestPath(guest.kind(), guest.node(), guest.id(), guest.kind() + " " + guest.id());
        ContainerConfig config = client.send(GuestApi.configWithPending(path));
        Map<String, GuestConfig.Section> snapshots = new LinkedHashMap<>();
        client.send(GuestApi.snapshots(path)).forEach(snapshot -> snapshots.put(snapshot.name(), section(snapshot)));
        return new ConfigFile(
                guest.node(),
                guest.kind(),
                guest.id(),
                new GuestConfig(
                        new GuestConfig.Section(config.description(), config.options(), config.raw()),
                        guest.running() ? pending(path) : GuestConfig.Section.EMPTY,
                        snapshots));
    }

    private static GuestConfig.Section section(Snapshot snapshot) {
        GuestConfig.Section section = GuestConfig.Section.EMPTY.describedAs(snapshot.description());
        return snapshot.isWhole() ? section : section.with("snapstate", snapshot.state());
    }

    /** What waits for a restart, as the configuration file would show it. */
    private GuestConfig.Section pending(GuestPath guest) {
        GuestConfig.Section pending = GuestConfig.Section.EMPTY;
        List<String> deletions = new ArrayList<>();
        for (PendingOption option : client.send(GuestApi.pending(guest))) {
            if (option.pending() != null) {
                pending = pending.with(option.key(), option.pending());
            } else if (option.deletion()) {
                deletions.add(option.key());
            }
        }
        return deletions.isEmpty() ? pending : pending.with("delete", String.join(",", deletions));
    }
}
