package phoenix.lab.host;

import java.util.regex.Pattern;

/**
 * A lab's name, and the names of everything that it leaves on the machine: they are derived from it alone, so a later process
 * finds them without any record.
 *
 * @param value up to 20 characters: lower-case letters, digits, hyphens; a letter first
 */
public record LabName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?");
    /** The lab of someone who does not name one; after the pattern, which it needs. */
    public static final LabName DEFAULT = new LabName("lab");

    /** What the machine's names for parts of any lab begin with. */
    static final String PREFIX = "phx-";
    /** The kernel allows 15 characters for a network interface; one is kept for {@link #port()}. */
    private static final int LONGEST_LINK = 14;

    public LabName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is no lab name: it is up to 20 lower-case letters, digits and hyphens, with a letter first");
        }
    }

    /** The LXC name of the system container. */
    public String container() {
        return PREFIX + value;
    }

    /** The machine's bridge. */
    public String bridge() {
        String plain = PREFIX + value;
        if (plain.length() <= LONGEST_LINK) {
            return plain;
        }
        return PREFIX + value.substring(0, 3) + String.format("%07x", value.hashCode() & 0xfffffff);
    }

    /** The system container's network interface as the machine sees it, a port of {@link #bridge()}. */
    public String port() {
        return bridge() + "p";
    }

    /** What the lab's firewall rules carry as comment. */
    public String comment() {
        return "phoenix-lab-" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
