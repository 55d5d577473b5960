package phoenix.cli.acceptance;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.ContainerConfig;
import phoenix.pve.api.FirewallApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.PveClient;

/** One container as the API shows it now. */
record ContainerView(PveClient client, VmId id) {
    static final String LABEL = "the test's container";

    boolean exists() {
        return client.send(ClusterApi.guests()).stream()
                .anyMatch(guest -> guest.id().equals(id));
    }

    GuestResource listed() {
        return client.send(ClusterApi.guests()).stream()
                .filter(guest -> guest.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no container " + id));
    }

    String node() {
        return listed().node();
    }

    ContainerConfig config() {
        return client.send(LxcApi.config(node(), id, LABEL));
    }

    /** An option's value; empty if it is not set. */
    String option(String name) {
        return config().get(name).orElse("");
    }

    List<String> mounts() {
        return config().options().entrySet().stream()
                .filter(option -> option.getKey().matches("mp[0-9]+"))
                .map(Map.Entry::getValue)
                .toList();
    }

    List<String> raw() {
        return config().raw().stream()
                .map(line -> line.key() + ": " + line.value())
                .toList();
    }

    /** The names of what waits for a restart. */
    List<String> waiting() {
        return client.send(LxcApi.pending(node(), id, LABEL)).stream()
                .filter(PendingOption::needsRestart)
                .map(PendingOption::key)
                .toList();
    }

    GuestPath path() {
        return new GuestPath(GuestKind.CONTAINER, node(), id, LABEL);
    }

    SortedMap<String, String> firewall() {
        return client.send(FirewallApi.options(path()));
    }

    /** The firewall's rules: direction, action, whether it is on, the rest. */
    List<String> rules() {
        return client.send(FirewallApi.rules(path())).stream()
                .map(rule -> rule.type() + " " + rule.action() + " " + rule.enabled() + " " + rule.options())
                .toList();
    }
}
