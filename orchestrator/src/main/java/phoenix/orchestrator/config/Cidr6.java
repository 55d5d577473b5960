package phoenix.orchestrator.config;

import java.util.Optional;

/**
 * An IPv6 address in its subnet.
 *
 * @param prefix length of the subnet's part; Proxmox allows 8 to 128
 */
public record Cidr6(Ipv6 address, int prefix) {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;

    /** Reads {@code fd00::5/64}. */
    public static Optional<Cidr6> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return prefix < SHORTEST || prefix > LONGEST
                ? Optional.empty()
                : Ipv6.parse(text.substring(0, slash)).map(address -> new Cidr6(address, prefix));
    }

    public boolean contains(Ipv6 other) {
        return ((other.high() ^ address.high()) & mask(prefix)) == 0
                && ((other.low() ^ address.low()) & mask(prefix - Long.SIZE)) == 0;
    }

    /** The first bits of a half: none if there is not even one, all if there are more than it has. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1L : -1L << (Long.SIZE - bits);
    }
}
