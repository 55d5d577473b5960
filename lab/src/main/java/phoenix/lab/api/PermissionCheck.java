package phoenix.lab.api;

import java.util.List;
import java.util.Map;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Permission;

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
            // Users of the lab are in no groups that could be asked about, so only rights on all groups count.
            return caller.rights().userExists(String.valueOf(params.get("userid")))
                    && caller.mayAny("/access/groups", groups.privileges());
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
}
