package phoenix.orchestrator.desired.host;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;

/**
 * What the node offers and what protects it. A part that is null or empty is not managed, but what Phoenix put there for it goes.
 *
 * @param exports by NFS
 * @param samba shares and users
 * @param profiles of AppArmor
 * @param tunables variables of AppArmor, by name
 * @param firewall of cluster and node
 * @param passthrough what is left to VMs
 * @param steps the user's own
 */
public record HostServices(
        List<Export> exports,
        @Nullable Samba samba,
        List<Profile> profiles,
        SortedMap<String, String> tunables,
        @Nullable NodeFirewall firewall,
        @Nullable Driver driver,
        @Nullable Passthrough passthrough,
        List<OwnStep> steps) {
    public static final HostServices EMPTY =
            new HostServices(List.of(), null, List.of(), new TreeMap<>(), null, null, null, List.of());

    public HostServices {
        exports = List.copyOf(exports);
        profiles = List.copyOf(profiles);
        tunables = Collections.unmodifiableSortedMap(new TreeMap<>(tunables));
        steps = List.copyOf(steps);
    }

    /**
     * A folder that clients mount.
     *
     * @param options of {@code exports(5)}
     * @param owner {@code user:group}; empty: not managed
     * @param mode as {@code chmod} takes it; empty: not managed
     */
    public record Export(String path, List<String> clients, List<String> options, String owner, String mode) {
        public Export {
            clients = List.copyOf(clients);
            options = List.copyOf(options);
        }
    }

    /**
     * Samba.
     *
     * @param global options of the whole server
     * @param shares by name
     * @param passwords by user; null: the user's password is not managed
     */
    public record Samba(SortedMap<String, String> global, List<Share> shares, SortedMap<String, Password> passwords) {
        public Samba {
            global = Collections.unmodifiableSortedMap(new TreeMap<>(global));
            shares = List.copyOf(shares);
            passwords = Collections.unmodifiableSortedMap(new TreeMap<>(passwords));
        }
    }

    /** A password that shows itself to nobody; empty if it is not managed. */
    public record Password(String text) {
        static final Password NONE = new Password("");

        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * A share.
     *
     * @param options by Samba's names, the path included
     */
    public record Share(String name, String path, SortedMap<String, String> options, String owner, String mode) {
        public Share {
            options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        }
    }

    /**
     * A profile of AppArmor.
     *
     * @param file its name in the user's folder, which is its name on the node behind a prefix
     * @param name that it declares
     */
    public record Profile(String file, String name, String text) {}

    /**
     * The firewall of cluster and node.
     *
     * @param rules of the cluster with its switch and policies
     * @param groups security groups: their rules by name; null: not managed
     * @param sets addresses by name; null: not managed
     * @param node of this node alone, tried before the cluster's; null: not managed
     */
    public record NodeFirewall(
            Firewall rules,
            @Nullable Map<String, List<Firewall.Rule>> groups,
            @Nullable Map<String, List<String>> sets,
            @Nullable Firewall node) {}

    /**
     * NVIDIA's driver.
     *
     * @param version as {@code nvidia-smi} prints it
     * @param url of the run file; empty: the distribution's packages
     * @param sha256 of the run file; empty: not checked
     */
    public record Driver(String version, String url, String sha256) {}

    /** Devices that the node's own drivers leave alone: addresses, or vendor and device. */
    public record Passthrough(List<String> devices) {
        public Passthrough {
            devices = List.copyOf(devices);
        }
    }

    /**
     * A step of the user's own.
     *
     * @param needs names of things that must be as declared first
     * @param script which is run with {@code check} or {@code apply}
     */
    public record OwnStep(String name, List<String> needs, SortedMap<String, String> parameters, String script) {
        public OwnStep {
            needs = List.copyOf(needs);
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }
    }
}
