package phoenix.lab.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The paths on which rights are given.
 *
 * @see "PVE source: PVE/AccessControl.pm normalize_path, check_path"
 */
public final class AccessPath {
    private static final String NAME = "[A-Za-z0-9.\\-_]+";
    private static final Pattern KNOWN = Pattern.compile(String.join(
            "|",
            "/",
            "/(?:access|nodes|pool|storage|vms|mapping)",
            "/access/(?:groups|realm)(?:/" + NAME + ")?",
            "/(?:nodes|storage)/" + NAME,
            "/pool/" + NAME + "(?:/" + NAME + "){0,2}",
            "/sdn(?:/(?:controllers(?:/[A-Za-z0-9_\\-]+)?|(?:dns|ipams)(?:/[A-Za-z0-9]+)?|zones))?",
            "/sdn/zones/" + NAME + "(?:/" + NAME + "(?:/[1-9][0-9]{0,3})?)?",
            "/vms/[1-9][0-9]{2,}",
            "/mapping/" + NAME + "(?:/" + NAME + ")?"));

    private AccessPath() {}

    /** A path in the one spelling under which its rights are kept; empty if it can be none. */
    public static Optional<String> normal(String path) {
        String slashed = ("/" + path).replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
        boolean good = !path.isEmpty() && slashed.matches("[A-Za-z0-9.\\-_/]+");
        return good ? Optional.of(slashed) : Optional.empty();
    }

    /** The privileges of which one is enough to hand out rights on a path. */
    public static List<String> modifiers(String normal) {
        List<String> privileges = new ArrayList<>(List.of("Permissions.Modify"));
        if (normal.startsWith("/storage/")) {
            privileges.add("Datastore.Allocate");
        } else if (normal.startsWith("/vms/")) {
            privileges.add("VM.Allocate");
        } else if (normal.startsWith("/pool/")) {
            privileges.add("Pool.Allocate");
        }
        return privileges;
    }

    /** Whether there is something on Proxmox that this path can mean. */
    static boolean isKnown(String normal) {
        return KNOWN.matcher(normal).matches();
    }
}
