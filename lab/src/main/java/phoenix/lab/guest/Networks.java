package phoenix.lab.guest;

import java.security.SecureRandom;
import java.util.Locale;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.InvalidFormat;
import phoenix.pve.PropertyString;

/** The {@code net[n]} options. */
final class Networks {
    /** The prefix that Proxmox gives its guests' addresses by default. */
    private static final String MAC_PREFIX = "BC:24:11";

    /** What every bridge of the lab has. */
    static final int BRIDGE_MTU = 1500;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Networks() {}

    /** @throws ApiException if the value is malformed */
    static PropertyString parse(String value) {
        try {
            return ContainerOptions.NETWORK.parse(value, "");
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }

    /** The value as Proxmox stores it: with a type, with a MAC address, in its own order. */
    static String canonical(String value) {
        PropertyString net = parse(value).with("type", "veth");
        return print(net.get("hwaddr").isPresent() ? net : net.with("hwaddr", newMac()));
    }

    /** The same network with another MAC address. */
    static String withNewMac(String value) {
        return print(parse(value).with("type", "veth").with("hwaddr", newMac()));
    }

    private static String print(PropertyString net) {
        return ContainerOptions.NETWORK.print(net);
    }

    private static String newMac() {
        byte[] rest = new byte[3];
        RANDOM.nextBytes(rest);
        return String.format(Locale.ROOT, "%s:%02X:%02X:%02X", MAC_PREFIX, rest[0], rest[1], rest[2]);
    }
}
