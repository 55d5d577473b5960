package phoenix.orchestrator.container;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.note.Note;
import phoenix.pve.PropertyString;

/**
 * How an option's value is written, so that two spellings of one value are seen to be the same.
 *
 * @see "semantics of Proxmox's options: property strings are re-printed in an order of their own, lists with blanks, flags as 1 and 0"
 */
enum OptionForm {
    /** A text that is compared as it is. */
    TEXT,
    /** {@code 1} or {@code 0}; not set is {@code 0}. */
    FLAG,
    /** A number; not set is {@code 0}. */
    LIMIT,
    /** A list; not set is empty. */
    LIST,
    /** Tags, Phoenix's own left out. */
    TAGS,
    /** Notes for people, Phoenix's own line left out. */
    NOTES,
    /** Parts of which others may have set some that are not ours. */
    SHARED_PARTS,
    /** Parts that are all ours. */
    OWN_PARTS,
    /** A mount point, see {@link MountForm}. */
    MOUNT;

    private static final Set<String> FLAGS =
            Set.of("firewall", "link_down", "deny-write", "nesting", "keyctl", "fuse", "mknod");

    static OptionForm of(String option) {
        return switch (option.replaceFirst("(?<![0-9])[0-9]+$", "")) {
            case "onboot", "protection" -> FLAG;
            case "cpulimit" -> LIMIT;
            case "nameserver", "searchdomain" -> LIST;
            case "tags" -> TAGS;
            case "description" -> NOTES;
            case "net", "startup" -> SHARED_PARTS;
            case "features", "dev" -> OWN_PARTS;
            case "mp" -> MOUNT;
            default -> TEXT;
        };
    }

    boolean hasPartsOfOthers() {
        return this == SHARED_PARTS;
    }

    /** Whether an option that is there has the value that it shall have. */
    boolean matches(String wanted, String found) {
        return switch (this) {
            case TEXT -> wanted.equals(found);
            case FLAG -> flag(wanted).equals(flag(found));
            case LIMIT -> number(wanted).compareTo(number(found)) == 0;
            case LIST -> list(wanted).equals(list(found));
            case TAGS -> Note.userTags(wanted).equals(Note.userTags(found));
            case NOTES -> lines(wanted).equals(lines(found));
            case SHARED_PARTS -> wanted.isEmpty() == found.isEmpty() && holds(parts(found), parts(wanted));
            case OWN_PARTS ->
                wanted.isEmpty() == found.isEmpty() && set(parts(found)).equals(set(parts(wanted)));
            case MOUNT -> MountForm.matches(wanted, found);
        };
    }

    /** What is sent: the wish laid over what is there, where that is not all ours; empty if the option is to be removed. */
    String overlaid(String wanted, String found) {
        if (wanted.isEmpty() || found.isEmpty()) {
            return wanted;
        }
        return switch (this) {
            case SHARED_PARTS -> {
                PropertyString merged = written(found);
                for (Map.Entry<String, String> part : written(wanted).values().entrySet()) {
                    merged = merged.with(part.getKey(), part.getValue());
                }
                yield merged.toString();
            }
            case MOUNT -> MountForm.overlaid(wanted, found);
            // Proxmox cannot set a running container's limit to 0; it can remove the limit, which says the same.
            case LIMIT -> number(wanted).signum() == 0 ? "" : wanted;
            case TEXT, FLAG, LIST, TAGS, NOTES, OWN_PARTS -> wanted;
        };
    }

    /** A value without one of its parts. */
    String without(String part, String value) {
        return value.isEmpty() ? value : written(value).without(part).toString();
    }

    /** The parts in their normal spelling; none of an empty value. */
    SortedMap<String, String> parts(String value) {
        SortedMap<String, String> parts = new TreeMap<>(written(value).values());
        parts.replaceAll(OptionForm::normal);
        return parts;
    }

    static String flag(String value) {
        return switch (value) {
            case "1", "on", "yes", "true" -> "1";
            default -> "0";
        };
    }

    /** A bare value is the first key of a {@code startup}, and the path of a device. */
    private static PropertyString written(String value) {
        return PropertyString.parse(value, value.startsWith("/") || value.contains(",/") ? "path" : "order");
    }

    private static String normal(String key, String value) {
        if (FLAGS.contains(key)) {
            return flag(value);
        }
        return switch (key) {
            case "hwaddr" -> value.toUpperCase(Locale.ROOT);
            case "rate" -> number(value).stripTrailingZeros().toPlainString();
            case "ip6", "gw6" -> address(value);
            default -> value;
        };
    }

    private static boolean holds(SortedMap<String, String> found, SortedMap<String, String> wanted) {
        FLAGS.forEach(flag -> found.putIfAbsent(flag, "0"));
        found.putIfAbsent("ip", "manual"); // both leave IPv4 to the container
        return found.entrySet().containsAll(wanted.entrySet());
    }

    /** A flag that is not set, and one that is off, are the same. */
    private static SortedMap<String, String> set(SortedMap<String, String> parts) {
        parts.entrySet()
                .removeIf(
                        part -> FLAGS.contains(part.getKey()) && part.getValue().equals("0"));
        return parts;
    }

    private static BigDecimal number(String value) {
        return value.isEmpty() ? BigDecimal.ZERO : new BigDecimal(value);
    }

    private static List<String> list(String value) {
        return List.of(value.strip().split("[,;\\s]+"));
    }

    private static String lines(String notes) {
        return Note.withoutLine(notes).replace("\r\n", "\n").strip();
    }

    /** An IPv6 address has many spellings; anything else stays as it is. */
    private static String address(String value) {
        int slash = value.indexOf('/');
        String host = slash < 0 ? value : value.substring(0, slash);
        if (!host.contains(":")) {
            return value;
        }
        try {
            return InetAddress.getByName(host).getHostAddress() + (slash < 0 ? "" : value.substring(slash));
        } catch (UnknownHostException e) {
            return value;
        }
    }
}
