package phoenix.lab.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;

/**
 * Holds a caller against what an endpoint asks for.
 *
 * @see "PVE source: PVE/RPCEnvironment.pm check_api2_permissions"
 */
final class PermissionCheck {
    private final Caller caller;
    private final Map<String, ?> params;

    PermissionCheck(Caller caller, Map<String, ?> params) {
        this.caller = caller;
        this.params = params;
    }

    /** @throws ApiException 403 if the caller may not */
    void require(Permission permission) {
        if (caller.isRoot() || permission instanceof Permission.World || permission instanceof Permission.AnyUser) {
            return;
        }
        if (permission instanceof Permission.RootOnly) {
            throw ApiException.forbidden("user != root@pam");
        }
        if (permission instanceof Permission.All all) {
            all.parts().forEach(this::require);
        } else if (permission instanceof Permission.On on && on.requiredParam().isEmpty()) {
            require(on);
        } else if (!holds(permission)) {
            throw ApiException.forbidden();
        }
    }

    private void require(Permission.On on) {
        String path = Permission.fill(on.path(), params);
        if (on.any()) {
            caller.checkAny(path, on.privileges().toArray(String[]::new));
        } else {
            caller.check(path, on.privileges().toArray(String[]::new));
        }
    }

    private boolean holds(Permission permission) {
        if (permission instanceof Permission.Either either) {
            return either.parts().stream().anyMatch(this::holds);
        }
        if (permission instanceof Permission.All all) {
            return all.parts().stream().allMatch(this::holds);
        }
        if (permission instanceof Permission.On on) {
            return holds(on);
        }
        if (permission instanceof Permission.Self) {
            String user = String.valueOf(params.get("userid"));
            return caller.user().equals(user) && caller.rights().userExists(user);
        }
        if (permission instanceof Permission.OnGroups groups) {
            return holds(groups);
        }
        if (permission instanceof Permission.OnRealm realm) {
            String user = String.valueOf(params.get("userid"));
            return caller.may("/access/realm/" + user.substring(user.indexOf('@') + 1), realm.privilege());
        }
        if (permission instanceof Permission.Modify modify) {
            String path = Permission.fill(modify.path(), params);
            return caller.mayAny(path, modifiers(path));
        }
        throw new IllegalStateException("no rule for " + permission);
    }

    private boolean holds(Permission.On on) {
        if (!on.requiredParam().isEmpty() && !params.containsKey(on.requiredParam())) {
            return false;
        }
        String path = Permission.fill(on.path(), params);
        List<String> privileges = on.privileges();
        return on.any() ? caller.mayAny(path, privileges) : caller.may(path, privileges.toArray(String[]::new));
    }

    /** Rights on all groups count, or those on every group that the call names. */
    private boolean holds(Permission.OnGroups groups) {
        boolean creates = groups.groupsParameter().equals("create");
        if (!creates && !caller.rights().userExists(String.valueOf(params.get("userid")))) {
            return false;
        }
        List<String> named = Formats.split(String.valueOf(params.containsKey("groups") ? params.get("groups") : ""));
        boolean ofEach = !groups.groupsParameter().isEmpty()
                && !named.isEmpty()
                && named.stream().allMatch(group -> caller.mayAny("/access/groups/" + group, groups.privileges()));
        return ofEach || caller.mayAny("/access/groups", groups.privileges());
    }

    private static List<String> modifiers(String path) {
        List<String> privileges = new ArrayList<>(List.of("Permissions.Modify"));
        if (path.startsWith("/storage/")) {
            privileges.add("Datastore.Allocate");
        } else if (path.startsWith("/vms/")) {
            privileges.add("VM.Allocate");
        } else if (path.startsWith("/pool/")) {
            privileges.add("Pool.Allocate");
        }
        return privileges;
    }
}
