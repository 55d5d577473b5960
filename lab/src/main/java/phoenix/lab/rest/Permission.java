package phoenix.lab.rest;

import java.util.ArrayList;
import java.util.List;

/**
 * Who may call an endpoint, as data.
 *
 * @see "PVE source: PVE/RPCEnvironment.pm exec_api2_perm_check"
 */
public sealed interface Permission {
    /** Anyone, without a login. */
    record World() implements Permission {}

    /** Anyone who is logged in; the handler may check more. */
    record AnyUser() implements Permission {}

    /** root@pam and nobody else, not even its tokens. */
    record RootOnly() implements Permission {}

    /**
     * Privileges on a path.
     *
     * @param path may hold {@code {parameters}}
     * @param any whether one of the privileges is enough
     * @param requiredParam only counts if this parameter is given; empty if it always counts
     */
    record On(String path, List<String> privileges, boolean any, String requiredParam) implements Permission {
        public On {
            privileges = List.copyOf(privileges);
        }
    }

    record All(List<Permission> parts) implements Permission {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Either(List<Permission> parts) implements Permission {
        public Either {
            parts = List.copyOf(parts);
        }
    }

    /** The user named by the parameter {@code userid} asks for themselves. */
    record Self() implements Permission {}

    /** The caller has a privilege on the realm of the user named by {@code userid}. */
    record OnRealm(String privilege) implements Permission {}

    /** The caller may hand out rights on a path, which may be a {@code {parameter}}. */
    record Modify(String path) implements Permission {}

    /**
     * The caller has one of the privileges on the groups of the user named by {@code userid}.
     *
     * @param groupsParameter {@code create} or {@code update} if the call names groups; empty if it does not
     */
    record OnGroups(List<String> privileges, String groupsParameter) implements Permission {
        public OnGroups {
            privileges = List.copyOf(privileges);
        }

        public OnGroups(List<String> privileges) {
            this(privileges, "");
        }
    }

    static Permission on(String path, String... privileges) {
        return new On(path, List.of(privileges), false, "");
    }

    static Permission onAny(String path, String... privileges) {
        return new On(path, List.of(privileges), true, "");
    }

    /** Fills in a path's {@code {parameters}}. */
    static String fill(String path, java.util.Map<String, ?> values) {
        String filled = path;
        for (String name : names(path)) {
            filled = filled.replace("{" + name + "}", String.valueOf(values.get(name)));
        }
        return filled;
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{', open + 1)) {
            names.add(path.substring(open + 1, path.indexOf('}', open)));
        }
        return names;
    }
}
