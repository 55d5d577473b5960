package phoenix.orchestrator.desired;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of a guest.
 *
 * @param name in the guest, {@code eth0}; empty for a VM, whose system names it itself
 * @param ip IPv4 address with prefix length, {@code dhcp}, or {@code manual}; null for none
 * @param ip6 IPv6 address with prefix length, {@code dhcp}, {@code auto}, or {@code manual}; null for none
 * @param macAddress in upper case; null if Proxmox shall make one up
 * @param vlan VLAN tag, 1 to 4094
 * @param mtu in bytes
 * @param firewall whether Proxmox's firewall looks at this interface
 * @param rateMBps limit in megabytes per second, as Proxmox's {@code rate}
 */
public record Network(
        String name,
        String bridge,
        @Nullable String ip,
        @Nullable String gateway,
        @Nullable String ip6,
        @Nullable String gateway6,
        @Nullable String macAddress,
        @Nullable Integer vlan,
        @Nullable Integer mtu,
        @Nullable Boolean firewall,
        @Nullable String rateMBps) {

    /** The IPv4 address without its prefix length; empty if it has no fixed one. */
    public Optional<String> address() {
        return ip != null && ip.contains("/") ? Optional.of(ip.substring(0, ip.indexOf('/'))) : Optional.empty();
    }

    /** The IPv6 address without its prefix length; empty if it has no fixed one. */
    public Optional<String> address6() {
        return ip6 != null && ip6.contains("/") ? Optional.of(ip6.substring(0, ip6.indexOf('/'))) : Optional.empty();
    }
}
