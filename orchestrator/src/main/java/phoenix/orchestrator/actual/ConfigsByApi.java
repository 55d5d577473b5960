package phoenix.orchestrator.actual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.api.ContainerConfig;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.PveClient;

/** Reads the containers' configurations call by call, where there is no shell: two calls a guest, three for one that runs. */
final class ConfigsByApi {
    private final PveClient client;

    ConfigsByApi(PveClient client) {
        this.client = client;
    }

    List<ConfigFile> all(List<GuestResource> guests) {
        return guests.parallelStream().map(this::one).toList();
    }

    private ConfigFile one(GuestResource guest) {
        if (guest.kind() != GuestKind.CONTAINER) {
            GuestConfig.Section named = GuestConfig.Section.EMPTY.with("name", guest.name());
            return file(guest, new GuestConfig(named, GuestConfig.Section.EMPTY, Map.of()));
        }
        String label = "container " + guest.id();
        ContainerConfig config = client.send(LxcApi.configWithPending(guest.node(), guest.id(), label));
        Map<String, GuestConfig.Section> snapshots = new LinkedHashMap<>();
        client.send(LxcApi.snapshots(guest.node(), guest.id(), label))
                .forEach(snapshot ->
                        snapshots.put(snapshot.name(), GuestConfig.Section.EMPTY.describedAs(snapshot.description())));
        return file(
                guest,
                new GuestConfig(
                        new GuestConfig.Section(config.description(), config.options(), config.raw()),
                        guest.running() ? pending(guest, label) : GuestConfig.Section.EMPTY,
                        snapshots));
    }

    /** What waits for a restart, as the configuration file would show it. */
    private GuestConfig.Section pending(GuestResource guest, String label) {
        GuestConfig.Section pending = GuestConfig.Section.EMPTY;
        List<String> deletions = new ArrayList<>();
        for (PendingOption option : client.send(LxcApi.pending(guest.node(), guest.id(), label))) {
            if (option.pending() != null) {
                pending = pending.with(option.key(), option.pending());
            } else if (option.deletion()) {
                deletions.add(option.key());
            }
        }
        return deletions.isEmpty() ? pending : pending.with("delete", String.join(",", deletions));
    }

    private static ConfigFile file(GuestResource guest, GuestConfig config) {
        return new ConfigFile(guest.node(), guest.kind(), guest.id(), config);
    }
}
