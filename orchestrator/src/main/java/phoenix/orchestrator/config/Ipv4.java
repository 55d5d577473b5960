package phoenix.orchestrator.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address.
 *
 * @param bits in network order, unsigned
 */
public record Ipv4(long bits) {
    private static final String PART = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern SPELLING = Pattern.compile(PART + "\\." + PART + "\\." + PART + "\\." + PART);

    /** Reads a dotted quad; leading zeros are refused, as they mean octal to some programs. */
    public static Optional<Ipv4> parse(String text) {
        Matcher matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long bits = 0;
        for (int part = 1; part <= 4; part++) {
            bits = bits << 8 | Integer.parseInt(matcher.group(part));
        }
        return Optional.of(new Ipv4(bits));
    }

    @Override
    public String toString() {
        return (bits >> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
    }
}
