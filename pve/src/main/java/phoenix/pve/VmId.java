package phoenix.pve;

/**
 * The number of a container or VM, unique in a cluster.
 *
 * @param value 100 to 999999999, as Proxmox's {@code pve-vmid} allows
 */
public record VmId(int value) implements Comparable<VmId> {
    private static final int LOWEST = 100;
    private static final int HIGHEST = 999_999_999;

    public VmId {
        if (value < LOWEST || value > HIGHEST) {
            throw new IllegalArgumentException(
                    "'" + value + "' is no guest ID: it is a whole number from " + LOWEST + " to " + HIGHEST);
        }
    }

    /**
     * Reads an ID as people write it.
     *
     * @throws IllegalArgumentException if the text is no such number; the message says so in words for people
     */
    public static VmId parse(String text) {
        if (!text.matches("[1-9][0-9]{2,8}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no guest ID: it is a whole number from " + LOWEST + " to " + HIGHEST);
        }
        return new VmId(Integer.parseInt(text));
    }

    @Override
    public int compareTo(VmId other) {
        return Integer.compare(value, other.value);
    }

    /** The bare number, as it stands in API paths. */
    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
