package phoenix.orchestrator.config.check;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a PCI device's address. Anything else, such as the name of a resource mapping, is a slot of its own without functions. */
final class PciAddress {
    private static final Pattern FUNCTION = Pattern.compile("\\.[0-7]$");
    private static final Pattern WITHOUT_DOMAIN = Pattern.compile("[0-9a-f]{2}:[0-9a-f]{2}");
    private static final Pattern WITH_DOMAIN = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}");

    private PciAddress() {}

    /** A device's address without its function, in the long form: {@code 0000:01:00}. */
    static String slot(String address) {
        String plain = FUNCTION.matcher(address.toLowerCase(Locale.ROOT)).replaceAll("");
        return WITHOUT_DOMAIN.matcher(plain).matches() ? "0000:" + plain : plain;
    }

    /** The function with its point, {@code .1}; empty if all functions of the device are meant. */
    static String function(String address) {
        Matcher function = FUNCTION.matcher(address);
        return isAddress(address) && function.find() ? function.group() : "";
    }

    /** Whether this is an address, and not the name of a mapping. */
    static boolean isAddress(String device) {
        return WITH_DOMAIN.matcher(slot(device)).matches();
    }
}
