package phoenix.orchestrator.config;

import java.util.Optional;

/**
 * An IPv4 address in its subnet.
 *
 * @param prefix length of the subnet's part; Proxmox allows 8 to 32
 */
public record Cidr(Ipv4 address, int prefix) {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 32;

    /** Reads {@code 10.0.0.5/24}. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[1-9]?[0-9]")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return prefix < SHORTEST || prefix > LONGEST
                ? Optional.empty()
                : Ipv4.parse(text.substring(0, slash)).map(address -> new Cidr(address, prefix));
    }

    public boolean contains(Ipv4 other) {
        return (other.bits() & mask()) == (address.bits() & mask());
    }

    /** The first address, which names the subnet. */
    public Ipv4 first() {
        return new Ipv4(address.bits() & mask());
    }

    /** The last address, on which all hosts listen. */
    public Ipv4 last() {
        return new Ipv4(address.bits() | (~mask() & 0xffff_ffffL));
    }

    /** Whether the address is one that a host may have. */
    public boolean isHost() {
        return prefix > 30 || (!address.equals(first()) && !address.equals(last()));
    }

    /** {@code 10.0.0.0/24}. */
    public String subnet() {
        return first() + "/" + prefix;
    }

    private long mask() {
        return 0xffff_ffffL << (LONGEST - prefix) & 0xffff_ffffL;
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
