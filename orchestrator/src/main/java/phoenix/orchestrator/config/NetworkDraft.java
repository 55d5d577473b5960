package phoenix.orchestrator.config;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Place;

/**
 * A guest's network interface as it was read. What is null was not given, or was wrong and is reported.
 *
 * @param place where its object begins
 * @param name in the guest; a VM's has none
 * @param ip what Proxmox's {@code ip} shall be
 * @param address the same if it is an address
 * @param ip6 what Proxmox's {@code ip6} shall be
 * @param address6 the same if it is an address
 */
public record NetworkDraft(
        Place place,
        @Nullable Located<String> name,
        @Nullable Located<String> bridge,
        @Nullable Located<String> ip,
        @Nullable Located<Cidr> address,
        @Nullable Located<Ipv4> gateway,
        @Nullable Located<String> ip6,
        @Nullable Located<Cidr6> address6,
        @Nullable Located<String> gateway6,
        @Nullable Located<String> macAddress,
        @Nullable Located<Integer> vlan,
        @Nullable Located<Integer> mtu,
        @Nullable Located<Boolean> firewall,
        @Nullable Located<String> rateMBps) {

    /** The first fixed address of a guest's interfaces; null if it has none. */
    static @Nullable String first(List<NetworkDraft> networks) {
        return networks.stream()
                .map(NetworkDraft::address)
                .flatMap(Stream::ofNullable)
                .map(found -> found.value().address().toString())
                .findFirst()
                .orElse(null);
    }

    /**
     * The interface itself. Call it only if no error was found.
     *
     * @param guest the guest's firewall, which looks at every interface that says nothing else; null if it is not managed
     */
    Network desired(@Nullable Firewall guest) {
        Boolean usual = guest == null ? null : Boolean.valueOf(guest.enabled());
        return new Network(
                name == null ? "" : name.value(),
                Located.given(bridge),
                Located.valueOf(ip),
                gateway == null ? null : gateway.value().toString(),
                Located.valueOf(ip6),
                Located.valueOf(gateway6),
                Located.valueOf(macAddress),
                Located.valueOf(vlan),
                Located.valueOf(mtu),
                firewall == null ? usual : firewall.value(),
                Located.valueOf(rateMBps));
    }
}
