package phoenix.pve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume's size, in bytes, with Proxmox's spelling.
 *
 * @see "PVE source: PVE/JSONSchema.pm parse_size, format_size"
 */
public record DiskSize(long bytes) implements Comparable<DiskSize> {
    private static final Pattern SPELLING = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(?:([KMGT])(?:iB)?)?");
    private static final String UNITS = "KMGT";

    public DiskSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    public static DiskSize ofGiB(long gib) {
        return new DiskSize(Math.multiplyExact(gib, 1L << 30));
    }

    /**
     * Reads {@code 8G}, {@code 512M}, {@code 1.5T}, {@code 4GiB} or bytes without a unit.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static DiskSize parse(String text) {
        Matcher matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("unable to parse size '" + text + "'");
        }
        String unit = matcher.group(2);
        long factor = unit == null ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
        return new DiskSize((long) (Double.parseDouble(matcher.group(1)) * factor));
    }

    /** The size in GiB, rounded down. */
    public long toGiB() {
        return bytes >> 30;
    }

    @Override
    public int compareTo(DiskSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Prints in the largest unit that divides the size exactly, as Proxmox does; a volume without a limit has {@code 0T}. */
    @Override
    public String toString() {
        long value = bytes;
        int unit = -1;
        while (unit < UNITS.length() - 1 && value % 1024 == 0) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? Long.toString(value) : value + UNITS.substring(unit, unit + 1);
    }
}
