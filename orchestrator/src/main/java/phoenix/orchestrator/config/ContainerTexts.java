package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts of a container that Proxmox wants in a certain spelling.
 *
 * @see "PVE source: PVE/JSONSchema.pm dns-name, pve-configid, pve-storage-id"
 */
final class ContainerTexts {
    private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final Pattern HOST_NAME = Pattern.compile("(" + LABEL + "\\.)*" + LABEL);
    private static final Pattern SNAPSHOT = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{1,39}");
    private static final Set<String> RESERVED_SNAPSHOTS = Set.of("current", "vzdump");
    private static final Pattern STORAGE = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]*[a-zA-Z0-9]");
    private static final Pattern ARCHIVE = Pattern.compile("[^\\s,]+\\.tar(\\.(gz|xz|zst|bz2))?");
    /** Linux takes no longer host name. */
    private static final int LONGEST_HOST_NAME = 64;

    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_TEMPLATE = 255;

    private ContainerTexts() {}

    static Optional<Located<String>> hostName(Fields fields) {
        return fields.text("name").filter(text -> {
            boolean fits = HOST_NAME.matcher(text.value()).matches()
                    && text.value().length() <= LONGEST_HOST_NAME
                    && List.of(text.value().split("\\.")).stream().allMatch(label -> label.length() <= LONGEST_LABEL);
            if (!fits) {
                fields.problems()
                        .error(
                                text.place(),
                                "'name' is '" + Shortened.of(text.value()) + "', which is no host name",
                                "write up to 63 letters, digits and hyphens, a letter or digit first and last"
                                        + suggestion(text.value()));
            }
            return fits;
        });
    }

    private static String suggestion(String name) {
        String fitting = name.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-+|-+$", "");
        return fitting.isEmpty() || fitting.length() > LONGEST_LABEL ? "" : ", such as \"" + fitting + "\"";
    }

    static Optional<Located<String>> snapshotName(Fields fields) {
        return fields.text("template_snapshot_name").filter(text -> {
            String hint =
                    "write a letter, then letters, digits, '-' or '_', 2 to 40 in all, such as \"pre-configured\"";
            if (RESERVED_SNAPSHOTS.contains(text.value())) {
                fields.problems()
                        .error(
                                text.place(),
                                "'template_snapshot_name' is '" + text.value()
                                        + "', a name that Proxmox keeps for itself",
                                hint);
                return false;
            }
            boolean fits = SNAPSHOT.matcher(text.value()).matches();
            if (!fits) {
                fields.problems()
                        .error(
                                text.place(),
                                "'template_snapshot_name' is '" + Shortened.of(text.value())
                                        + "', which Proxmox does not take as a snapshot's name",
                                hint);
            }
            return fits;
        });
    }

    static Optional<Located<String>> storage(Fields fields) {
        return fields.text("storage_pool").filter(text -> {
            boolean fits = STORAGE.matcher(text.value()).matches();
            if (!fits) {
                fields.problems()
                        .error(
                                text.place(),
                                "'storage_pool' is '" + Shortened.of(text.value()) + "', which is no storage's ID",
                                "write the ID of a storage as Proxmox lists it, such as \"local-zfs\"; a ZFS pool's path is"
                                        + " none");
            }
            return fits;
        });
    }

    static Optional<Located<String>> template(Fields fields) {
        return fields.text("template").filter(text -> {
            String name = text.value();
            boolean fits = name.length() <= LONGEST_TEMPLATE
                    && (name.startsWith("/")
                            ? ARCHIVE.matcher(name).matches()
                            : name.contains(":")
                                    ? name.matches("[a-zA-Z][a-zA-Z0-9._-]*:vztmpl/[^/\\s,]+")
                                    : name.matches("[a-zA-Z0-9][a-zA-Z0-9._+-]*"));
            if (!fits) {
                fields.problems()
                        .error(
                                text.place(),
                                "'template' is '" + Shortened.of(name) + "', which names no template archive",
                                "write a name of Proxmox's catalogue (\"debian-12-standard\"), a volume"
                                        + " (\"local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst\"), or the path of an"
                                        + " archive (\".../template/cache/debian-12-standard_12.7-1_amd64.tar.zst\")");
            }
            return fits;
        });
    }

    static Optional<List<String>> nameservers(Fields fields) {
        return fields.texts("nameservers").map(texts -> {
            List<String> servers = new ArrayList<>();
            for (Located<String> text : texts) {
                if (Ipv4.parse(text.value()).isPresent() || isIpv6(text.value())) {
                    servers.add(text.value());
                } else {
                    fields.problems()
                            .error(
                                    text.place(),
                                    "the name server '" + Shortened.of(text.value()) + "' is no IP address",
                                    "write an address, such as \"10.0.0.1\"");
                }
            }
            return servers;
        });
    }

    /** Up to eight groups of hexadecimal digits, of which one run of zeros may be left out. */
    private static boolean isIpv6(String text) {
        if (!text.matches("[0-9a-fA-F:]{2,39}")) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return text.matches("([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}");
        }
        String left = text.substring(0, gap);
        String right = text.substring(gap + 2);
        String groups = "([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*)?";
        int count =
                (left.isEmpty() ? 0 : left.split(":", -1).length) + (right.isEmpty() ? 0 : right.split(":", -1).length);
        return left.matches(groups) && right.matches(groups) && count <= 7;
    }
}
