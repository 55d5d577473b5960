package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IPv6 address.
 *
 * @param high the first four groups
 * @param low the last four groups
 */
public record Ipv6(long high, long low) {
    private static final int GROUPS = 8;
    private static final int LONGEST = 45;

    /** Reads groups of hexadecimal digits, of which one run of zeros may be left out; no zone. */
    public static Optional<Ipv6> parse(String text) {
        if (text.length() > LONGEST || !text.contains(":")) {
            return Optional.empty();
        }
        int gap = text.indexOf("::");
        Optional<List<Integer>> left = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        Optional<List<Integer>> right = groups(gap < 0 ? "" : text.substring(gap + 2), true);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        int missing = GROUPS - left.get().size() - right.get().size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(left.get());
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(right.get());
        return Optional.of(new Ipv6(bits(all.subList(0, 4)), bits(all.subList(4, GROUPS))));
    }

    private static Optional<List<Integer>> groups(String text, boolean atEnd) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(parts[i], 16));
                continue;
            }
            Optional<Ipv4> tail = atEnd && i == parts.length - 1 ? Ipv4.parse(parts[i]) : Optional.empty();
            if (tail.isEmpty()) {
                return Optional.empty();
            }
            groups.add((int) (tail.get().bits() >> 16));
            groups.add((int) (tail.get().bits() & 0xffff));
        }
        return Optional.of(groups);
    }

    private static long bits(List<Integer> groups) {
        return groups.stream().mapToLong(Integer::longValue).reduce(0, (bits, group) -> bits << 16 | group);
    }

    /** Whether it is only known on its own wire, as routers often are. */
    public boolean isLinkLocal() {
        return high >>> 54 == 0xfe80 >>> 6;
    }

    /** All groups, without leading zeros; two spellings of one address give the same. */
    @Override
    public String toString() {
        List<String> groups = new ArrayList<>();
        for (long half : new long[] {high, low}) {
            for (int shift = 48; shift >= 0; shift -= 16) {
                groups.add(Long.toHexString(half >>> shift & 0xffff));
            }
        }
        return String.join(":", groups);
    }
}
