package phoenix.lab.host;

import java.util.List;

/**
 * The bridges of guests' networks. A VLAN has a bridge of its own beside the one that the configuration names, as on a Proxmox host
 * whose bridge does not know VLANs: guests in it reach each other, and nobody else, for nothing tagged leaves the lab.
 */
final class GuestBridges {
    private final HostContainer node;

    GuestBridges(HostContainer node) {
        this.node = node;
    }

    /** Makes the VLANs' bridges that are missing. */
    void prepare(List<GuestNet> nets) {
        for (GuestNet net : nets) {
            boolean missing = net.tag().isPresent()
                    && node.in("test", "-e", "/sys/class/net/" + net.bridge())
                            .tryOut()
                            .succeeded()
                    && !node.in("test", "-e", "/sys/class/net/" + net.port())
                            .tryOut()
                            .succeeded();
            if (missing) {
                node.in("ip", "link", "add", "dev", net.port(), "type", "bridge")
                        .run();
                node.in("ip", "link", "set", "dev", net.port(), "up").run();
            }
        }
    }
}
