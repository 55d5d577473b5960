package phoenix.lab.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The roles that Proxmox is born with.
 *
 * @see "PVE source: PVE/AccessControl.pm, 8.4"
 */
final class Roles {
    static final String NO_ACCESS = "NoAccess";

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "VM",
                    List.of(),
                    List.of(
                            "VM.Config.Disk",
                            "VM.Config.CPU",
                            "VM.Config.Memory",
                            "VM.Config.Network",
                            "VM.Config.HWType",
                            "VM.Config.Options",
                            "VM.Allocate",
                            "VM.Clone",
                            "VM.Migrate",
                            "VM.Monitor",
                            "VM.Snapshot",
                            "VM.Snapshot.Rollback"),
                    List.of("VM.Config.CDROM", "VM.Config.Cloudinit", "VM.Console", "VM.Backup", "VM.PowerMgmt"),
                    List.of("VM.Audit")),
            new Group(
                    "Sys",
                    List.of("Sys.PowerMgmt", "Sys.Modify", "Sys.Incoming", "Sys.AccessNetwork"),
                    List.of("Sys.Console", "Sys.Syslog"),
                    List.of(),
                    List.of("Sys.Audit")),
            new Group(
                    "Datastore",
                    List.of(),
                    List.of("Datastore.Allocate", "Datastore.AllocateTemplate"),
                    List.of("Datastore.AllocateSpace"),
                    List.of("Datastore.Audit")),
            new Group("SDN", List.of(), List.of("SDN.Allocate"), List.of("SDN.Use"), List.of("SDN.Audit")),
            new Group(
                    "User",
                    List.of("Realm.Allocate"),
                    List.of("User.Modify", "Group.Allocate", "Realm.AllocateUser"),
                    List.of(),
                    List.of()),
            new Group("Pool", List.of(), List.of("Pool.Allocate"), List.of("Pool.Audit"), List.of("Pool.Audit")),
            new Group(
                    "Mapping", List.of(), List.of("Mapping.Modify"), List.of("Mapping.Use"), List.of("Mapping.Audit")));

    private static final Map<String, Set<String>> BUILT_IN = builtIn();

    private Roles() {}

    private record Group(
            String category, List<String> root, List<String> admin, List<String> user, List<String> audit) {}

    static Map<String, Set<String>> all() {
        return BUILT_IN;
    }

    /** Every privilege there is. */
    static Set<String> privileges() {
        return java.util.Objects.requireNonNull(BUILT_IN.get("Administrator"));
    }

    private static Map<String, Set<String>> builtIn() {
        Map<String, Set<String>> roles = new TreeMap<>();
        roles.put(NO_ACCESS, Set.of());
        roles.put("PVETemplateUser", Set.of("VM.Clone", "VM.Audit"));
        for (Group group : GROUPS) {
            List<String> admin = join(group.admin(), group.user(), group.audit());
            add(roles, "Administrator", join(group.root(), admin, List.of("Permissions.Modify")));
            add(roles, "PVEAdmin", admin);
            add(roles, "PVE" + group.category() + "Admin", admin);
            add(roles, "PVEAuditor", group.audit());
            if (!group.user().isEmpty()) {
                add(roles, "PVE" + group.category() + "User", join(group.user(), group.audit()));
            }
        }
        java.util.Objects.requireNonNull(roles.get("PVEAdmin")).remove("Mapping.Modify");
        return roles;
    }

    private static void add(Map<String, Set<String>> roles, String role, List<String> privileges) {
        roles.computeIfAbsent(role, name -> new TreeSet<>()).addAll(privileges);
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        List<String> joined = new ArrayList<>();
        for (List<String> part : parts) {
            joined.addAll(part);
        }
        return joined;
    }
}
