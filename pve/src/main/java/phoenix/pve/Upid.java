package phoenix.pve;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task: who runs what, where, since when.
 *
 * @param pid process ID of the worker
 * @param pstart start time of the process, in the kernel's ticks
 * @param start when the task was started, to the second
 * @param type Proxmox's name of the work, such as {@code vzcreate}
 * @param id what it works on, usually a guest's ID; may be empty
 * @param user {@code user@realm} or {@code user@realm!token}
 * @see "PVE source: PVE/UPID.pm"
 */
public record Upid(String node, long pid, long pstart, Instant start, String type, String id, String user) {
    private static final Pattern FORM = Pattern.compile(
            "UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\\s/]+):([^:\\s/]*):([^:\\s/]+):");

    /**
     * Reads a UPID as the API returns it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Upid parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("unable to parse worker upid '" + text + "'");
        }
        return new Upid(
                parts.group(1),
                Long.parseLong(parts.group(2), 16),
                Long.parseLong(parts.group(3), 16),
                Instant.ofEpochSecond(Long.parseLong(parts.group(4), 16)),
                parts.group(5),
                parts.group(6),
                parts.group(7));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "UPID:%s:%08X:%08X:%08X:%s:%s:%s:",
                node,
                pid,
                pstart,
                start.getEpochSecond(),
                type,
                id,
                user);
    }
}
