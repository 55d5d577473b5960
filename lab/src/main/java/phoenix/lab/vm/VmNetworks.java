package phoenix.lab.vm;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.InvalidFormat;
import phoenix.pve.PropertyString;

/** The {@code net[n]} options, and what else is made up for a new VM. */
final class VmNetworks {
    private static final String MAC_PREFIX = "BC:24:11";
    private static final SecureRandom RANDOM = new SecureRandom();

    private VmNetworks() {}

    /** @throws ApiException if the value is malformed */
    static PropertyString parse(String value) {
        try {
            return VmFormats.NET.parse(value, "");
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }

    /** The value as Proxmox stores it: with a MAC address, in its own order. */
    static String canonical(String value) {
        PropertyString net = parse(value);
        return VmFormats.NET.print(net.get("macaddr").isPresent() ? net : net.with("macaddr", newMac()));
    }

    /** The same network with another MAC address. */
    static String withNewMac(String value) {
        return VmFormats.NET.print(parse(value).with("macaddr", newMac()));
    }

    private static String newMac() {
        byte[] rest = new byte[3];
        RANDOM.nextBytes(rest);
        return String.format(Locale.ROOT, "%s:%02X:%02X:%02X", MAC_PREFIX, rest[0], rest[1], rest[2]);
    }

    static String newUuid() {
        return UUID.randomUUID().toString();
    }
}
