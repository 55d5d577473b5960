package phoenix.orchestrator.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts of a guest that Proxmox wants in a certain spelling, as far as the schemas do not say it.
 *
 * @see "PVE source: PVE/JSONSchema.pm dns-name, pve-configid"
 */
final class GuestTexts {
    private static final Set<String> RESERVED_SNAPSHOTS = Set.of("current", "vzdump");
    private static final Pattern ARCHIVE = Pattern.compile("[^\\s,]+\\.tar(\\.(gz|xz|zst|bz2))?");
    /** Linux takes no longer host name. */
    private static final int LONGEST_HOST_NAME = 64;

    private static final int LONGEST_TEMPLATE = 255;
    private static final int LONGEST_ADDRESS = 4096;
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[^\\s,/]+/[^\\s,?#]*\\.tar\\.(gz|xz|zst|bz2)([?#]\\S*)?");

    private GuestTexts() {}

    static Optional<Located<String>> hostName(Fields fields) {
        return fields.text("name").filter(text -> {
            boolean fits = text.value().length() <= LONGEST_HOST_NAME;
            if (!fits) {
                fields.problems()
                        .error(
                                text.place(),
                                "'name' is '" + Shortened.of(text.value())
                                        + "', longer than the 64 characters that Linux takes",
                                "write a shorter one");
            }
            return fits;
        });
    }

    static Optional<Located<String>> snapshotName(Fields fields) {
        return fields.text("template_snapshot_name").filter(text -> {
            boolean reserved = RESERVED_SNAPSHOTS.contains(text.value());
            if (reserved) {
                fields.problems()
                        .error(
                                text.place(),
                                "'template_snapshot_name' is '" + text.value()
                                        + "', a name that Proxmox keeps for itself",
                                "write another one, such as \"pre-configured\"");
            }
            return !reserved;
        });
    }

    static Optional<Located<String>> template(Fields fields) {
        return fields.text("template").filter(text -> {
            String name = text.value();
            boolean fits = name.matches("https?:.*")
                    ? name.length() <= LONGEST_ADDRESS && ADDRESS.matcher(name).matches()
                    : name.length() <= LONGEST_TEMPLATE && namesArchive(name);
            if (!fits) {
                fields.problems()
                        .error(
                                text.place(),
                                "'template' is '" + Shortened.of(name) + "', which names no template archive",
                                "write a name of Proxmox's catalogue (\"debian-12-standard\"), a volume"
                                        + " (\"local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst\"), the path of an"
                                        + " archive (\".../template/cache/debian-12-standard_12.7-1_amd64.tar.zst\"), or an"
                                        + " address of one (\"https://.../debian-12.tar.zst\")");
            }
            return fits;
        });
    }

    private static boolean namesArchive(String name) {
        return name.startsWith("/")
                ? ARCHIVE.matcher(name).matches()
                : name.contains(":")
                        ? name.matches("[a-zA-Z][a-zA-Z0-9._-]*:vztmpl/[^/\\s,]+")
                        : name.matches("[a-zA-Z0-9][a-zA-Z0-9._+-]*");
    }

    /** Empty if they are not managed. */
    static Optional<List<String>> nameservers(Fields fields) {
        if (!fields.has("nameservers")) {
            return Optional.empty();
        }
        List<Located<String>> servers = fields.words("nameservers");
        for (Located<String> server : servers) {
            if (Ipv4.parse(server.value()).isEmpty()
                    && Ipv6.parse(server.value()).isEmpty()) {
                fields.problems()
                        .error(
                                server.place(),
                                "the name server '" + Shortened.of(server.value()) + "' is no IP address",
                                "write an address, such as \"10.0.0.1\"");
            }
        }
        return Optional.of(servers.stream().map(Located::value).toList());
    }
}
