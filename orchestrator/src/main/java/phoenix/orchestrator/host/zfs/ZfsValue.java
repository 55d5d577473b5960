package phoenix.orchestrator.host.zfs;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of ZFS properties, of which one and the same can be spelled in several ways. */
final class ZfsValue {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTPE]?)(?:I?B)?");
    private static final String UNITS = "KMGTPE";

    private ZfsValue() {}

    /** {@code 950G} is {@code 1020054732800}, and no quota, "none", is {@code 0}. */
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        BigDecimal first = bytes(one);
        BigDecimal second = bytes(other);
        // ZFS drops the fraction of a byte that 1.4T has.
        return first.signum() >= 0
                && second.signum() >= 0
                && first.subtract(second).abs().compareTo(BigDecimal.ONE) < 0;
    }

    /** -1 for what is no size. */
    private static BigDecimal bytes(String value) {
        String upper = value.strip().toUpperCase(Locale.ROOT);
        if (upper.equals("NONE")) {
            return BigDecimal.ZERO;
        }
        Matcher matcher = SIZE.matcher(upper);
        if (!matcher.matches()) {
            return BigDecimal.ONE.negate();
        }
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    }
}
