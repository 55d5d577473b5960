package phoenix.orchestrator.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.pve.VmId;

/**
 * One container as the user wants it. A null part means "not mine to manage": it is never compared and never sent.
 *
 * @param place where it stands in the user's files
 * @param name the host name; Proxmox's {@code hostname}
 * @param origin what it is made from
 * @param templateSnapshot the snapshot that its clones are made from; a container with one is a template, kept stopped
 * @param storage the storage of the root volume
 * @param rootfsGiB root volume in GiB; Proxmox grows it and never shrinks it
 * @param memoryMiB RAM limit in MiB, the unit of Proxmox's {@code memory}
 * @param swapMiB swap limit in MiB
 * @param cores number of CPU cores
 * @param networks by Proxmox's option: {@code net0}
 * @param unprivileged whether the container's root is an ordinary user of the node
 * @param proxmoxFeatures Proxmox's {@code features}, such as {@code nesting} to {@code 1}; null: not managed, empty: none
 * @param startAtBoot Proxmox's {@code onboot}
 * @param startup Proxmox's {@code startup} as a property string
 * @param nameservers name servers of the guest
 * @param features our features, in the order in which they are applied
 * @param application what runs last; null if there is none
 * @param healthCheck null if there is none
 * @param dependencies the containers that must be healthy before this one starts
 * @param slice this container's part of the configuration, as JSON text; what its scripts get to see
 */
public record DesiredContainer(
        VmId id,
        Place place,
        String name,
        Origin origin,
        @Nullable String templateSnapshot,
        String storage,
        int rootfsGiB,
        @Nullable Integer memoryMiB,
        @Nullable Integer swapMiB,
        @Nullable Integer cores,
        Map<String, DesiredNetwork> networks,
        boolean unprivileged,
        @Nullable Map<String, String> proxmoxFeatures,
        @Nullable Boolean startAtBoot,
        @Nullable String startup,
        @Nullable List<String> nameservers,
        List<Feature> features,
        @Nullable Application application,
        @Nullable HealthCheck healthCheck,
        SortedSet<VmId> dependencies,
        String slice) {
    public DesiredContainer {
        networks = Map.copyOf(networks);
        proxmoxFeatures = proxmoxFeatures == null ? null : Map.copyOf(proxmoxFeatures);
        nameservers = nameservers == null ? null : List.copyOf(nameservers);
        features = List.copyOf(features);
        dependencies = new TreeSet<>(dependencies);
    }

    /** What a container is made from. */
    public sealed interface Origin {
        /**
         * A template archive.
         *
         * @param name as the user wrote it: a name of the node's catalogue ({@code debian-12-standard}), a volume
         *     ({@code local:vztmpl/...}), or the path of a file whose last part is the volume's name
         */
        record Template(String name) implements Origin {}

        /** A snapshot of another container, copied whole. */
        record Clone(VmId source, String snapshot) implements Origin {}
    }

    /**
     * A network interface.
     *
     * @param ip address with prefix length, or {@code dhcp}
     * @param gateway null if it has none
     * @param macAddress null if Proxmox shall make one up
     */
    public record DesiredNetwork(
            String name,
            String bridge,
            String ip,
            @Nullable String gateway,
            @Nullable String macAddress) {}

    /**
     * A feature: a folder with a script that has the verbs {@code check} and {@code apply}.
     *
     * @param folder on the machine that Phoenix runs on
     * @param digest of every file in it; eight hexadecimal digits
     */
    public record Feature(String name, Path folder, String digest) {}

    /**
     * The application script and what it needs beside it.
     *
     * @param script on the machine that Phoenix runs on
     * @param files copied beside the script, under the names of their last path parts
     * @param digest of the script, the files and the guest's slice of the configuration; eight hexadecimal digits
     * @param limit how long it may run
     */
    public record Application(Path script, List<Path> files, String digest, Duration limit) {
        public Application {
            files = List.copyOf(files);
        }
    }

    /**
     * How to see that the guest does its work.
     *
     * @param probe what is asked
     * @param retries how often it is tried again before the guest counts as unhealthy
     * @param interval between two tries
     * @param digest of all this; eight hexadecimal digits
     */
    public record HealthCheck(Probe probe, int retries, Duration interval, String digest) {
        /** One way of asking. */
        public sealed interface Probe {
            /** A command line for the guest's own {@code sh}; exit code 0 is healthy. */
            record CommandLine(String line) implements Probe {}

            /** A page that the node can fetch; any status from 200 to 299 is healthy. */
            record Http(String url) implements Probe {}
        }
    }

    public Optional<Origin.Clone> clonedFrom() {
        return origin instanceof Origin.Clone clone ? Optional.of(clone) : Optional.empty();
    }

    public boolean isTemplate() {
        return templateSnapshot != null;
    }

    /** {@code 953 (gateway)}. */
    public String label() {
        return id + " (" + name + ")";
    }
}
