package phoenix.pve;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of IPv4 or IPv6, as an interface's address with its prefix length tells it.
 *
 * @param text as it was written: {@code 10.0.0.2/24}
 * @param bits of an address in it
 * @param length how many bits an address has: 32 or 128
 * @param prefix how many leading bits all its addresses share
 */
public record IpNetwork(String text, BigInteger bits, int length, int prefix) {
    /** Of digits alone, so that no name is ever looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F]*+:[0-9a-fA-F:.]*");

    /** Reads {@code 10.0.0.2/24} or {@code fd00::2/64}; empty if it is neither. */
    public static Optional<IpNetwork> parse(String text) {
        String[] parts = text.strip().split("/", 2);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(parts[1]);
        return address(parts[0])
                .filter(bytes -> prefix <= bytes.length * Byte.SIZE)
                .map(bytes -> new IpNetwork(text.strip(), new BigInteger(1, bytes), bytes.length * Byte.SIZE, prefix));
    }

    /** Whether an address of the same family lies in it; what is no address does not. */
    public boolean contains(String address) {
        return address(address)
                .filter(bytes -> bytes.length * Byte.SIZE == length)
                .map(bytes -> new BigInteger(1, bytes))
                .filter(other -> other.shiftRight(length - prefix).equals(bits.shiftRight(length - prefix)))
                .isPresent();
    }

    /** Whether it is of IPv6. */
    public boolean isV6() {
        return length > Integer.SIZE;
    }

    private static Optional<byte[]> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
