package phoenix.orchestrator.desired.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node's operating system. A null part is not managed.
 *
 * @param packages that shall be installed
 * @param upgrade whether packages are upgraded
 * @param repositories where packages come from
 * @param timeServers for chrony
 */
public record HostSystem(
        @Nullable String timeZone,
        @Nullable String hostName,
        @Nullable String locale,
        @Nullable Resolver resolver,
        List<String> packages,
        boolean upgrade,
        @Nullable Repositories repositories,
        List<String> timeServers) {
    public static final HostSystem EMPTY = new HostSystem(null, null, null, null, List.of(), false, null, List.of());

    public HostSystem {
        packages = List.copyOf(packages);
        timeServers = List.copyOf(timeServers);
    }

    /** Name servers and the domain that short names are looked up in; a null domain is left as it is. */
    public record Resolver(List<String> servers, @Nullable String domain) {
        public Resolver {
            servers = List.copyOf(servers);
        }
    }

    /**
     * Proxmox's package repositories.
     *
     * @param enterprise those that need a subscription, instead of those that do not
     * @param ceph the release of Ceph, such as {@code squid}; null for none of ours
     */
    public record Repositories(boolean enterprise, @Nullable String ceph) {}
}
