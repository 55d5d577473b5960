package phoenix.lab.api;

import java.util.List;
import java.util.Map;
import phoenix.lab.access.AccessPath;
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
        } else if (permission instanceof Permission.OnGroups groups) {
            require(groups);
        } else if (permission instanceof Permission.OnRealm realm) {
            caller.check(realmPath(), realm.privilege());
        } else if (permission instanceof Permission.Modify modify) {
            AccessPath.normal(Permission.fill(modify.path(), params))
                    .ifPresent(path ->
                            caller.checkAny(path, AccessPath.modifiers(path).toArray(String[]::new)));
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

    /** Rights on all groups count, or those on every group that the call names and on one that the user is in already. */
    private void require(Permission.OnGroups groups) {
        boolean creates = groups.groupsParameter().equals("create");
        if (!creates && !caller.rights().userExists(user())) {
            throw ApiException.failure("no such user ('" + user() + "')");
        }
        if (caller.mayAny("/access/groups", groups.privileges())) {
            return;
        }
        String privileges = ", " + String.join("|", groups.privileges());
        if (!groups.groupsParameter().isEmpty()) {
            List<String> named = namedGroups();
            if (named.isEmpty()) {
                throw ApiException.forbidden("/access/groups" + privileges);
            }
            named.stream()
                    .filter(group -> !mayLookInto(group, groups))
                    .findFirst()
                    .ifPresent(group -> {
                        throw ApiException.forbidden("/access/groups/" + group + privileges);
                    });
        }
        if (!creates && !isInOneOf(groups)) {
            throw ApiException.forbidden();
        }
    }

    private List<String> namedGroups() {
        return Formats.split(params.containsKey("groups") ? String.valueOf(params.get("groups")) : "");
    }

    private boolean mayLookInto(String group, Permission.OnGroups groups) {
        return caller.rights().groups().contains(group)
                && caller.mayAny("/access/groups/" + group, groups.privileges());
    }

    private boolean isInOneOf(Permission.OnGroups groups) {
        return caller.rights().groupsOf(user()).stream().anyMatch(group -> mayLookInto(group, groups));
    }

    /** The user whom the call is about. */
    private String user() {
        return String.valueOf(params.get("userid"));
    }

    private String realmPath() {
        return "/access/realm/" + user().substring(user().indexOf('@') + 1);
    }

    private boolean holds(Permission permission) {
        if (permission instanceof Permission.Either either) {
            return either.parts().stream().anyMatch(this::holds);
        }
        if (permission instanceof Permission.On on) {
            return holds(on);
        }
        if (permission instanceof Permission.Self) {
            return caller.user().equals(user()) && caller.rights().userExists(user());
        }
        if (permission instanceof Permission.OnGroups groups) {
            return caller.rights().userExists(user())
                    && (caller.mayAny("/access/groups", groups.privileges()) || isInOneOf(groups));
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
