package phoenix.lab.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * Roles, and who has which on what.
 *
 * @see "PVE source: PVE/API2/Role.pm, PVE/API2/ACL.pm"
 */
public final class RightsEndpoints {
    private static final Permission ROLES = Permission.on("/access", "Sys.Modify");

    private final UserStore store;

    public RightsEndpoints(UserStore store) {
        this.store = store;
    }

    public List<Endpoint> endpoints() {
        Param role = Param.string("roleid").format("pve-roleid");
        Param privileges = Param.string("privs").optional().format("pve-priv-list");
        return List.of(
                Endpoint.get("/access/roles").allowAnyUser().handledBy(this::roles),
                Endpoint.post("/access/roles")
                        .with(role, privileges)
                        .allow(ROLES)
                        .handledBy(this::createRole),
                Endpoint.get("/access/roles/{roleid}").with(role).allowAnyUser().handledBy(this::role),
                Endpoint.put("/access/roles/{roleid}")
                        .with(role, privileges, Param.bool("append").optional().requires("privs"))
                        .allow(ROLES)
                        .handledBy(this::updateRole),
                Endpoint.delete("/access/roles/{roleid}")
                        .with(role)
                        .allow(ROLES)
                        .handledBy(this::removeRole),
                Endpoint.get("/access/acl").allowAnyUser().handledBy(this::rules),
                Endpoint.put("/access/acl")
                        .with(
                                Param.string("path"),
                                Param.string("roles").format("pve-roleid-list"),
                                Param.string("users").optional().format("pve-userid-list"),
                                Param.string("groups").optional().format("pve-groupid-list"),
                                Param.string("tokens").optional().format("pve-tokenid-list"),
                                Param.bool("propagate").optional().byDefault(true),
                                Param.bool("delete").optional())
                        .allow(new Permission.Modify("{path}"))
                        .handledBy(this::setRules));
    }

    private Object roles(Call call) {
        List<Map<String, Object>> list = new ArrayList<>();
        Map<String, Set<String>> all = new TreeMap<>(store.read().roles());
        all.putAll(Roles.all());
        all.forEach((name, privileges) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("roleid", name);
            json.put("privs", String.join(",", new TreeSet<>(privileges)));
            json.put("special", Roles.all().containsKey(name) ? 1 : 0);
            list.add(json);
        });
        return list;
    }

    private Object role(Call call) {
        String name = call.text("roleid");
        UserConfig config = store.read();
        if (!exists(config, name)) {
            throw ApiException.failure("role '" + name + "' does not exist");
        }
        Map<String, Integer> json = new TreeMap<>();
        config.privileges(name).forEach(privilege -> json.put(privilege, 1));
        return json;
    }

    private static boolean exists(UserConfig config, String role) {
        return Roles.all().containsKey(role) || config.roles().containsKey(role);
    }

    private static Set<String> privileges(Call call) {
        Set<String> privileges = new TreeSet<>(Formats.split(call.text("privs", "")));
        for (String privilege : privileges) {
            if (!Roles.privileges().contains(privilege)) {
                throw ApiException.parameter("privs", "invalid format - invalid privilege '" + privilege + "'\n");
            }
        }
        return privileges;
    }

    private @Nullable Object createRole(Call call) {
        String name = call.text("roleid");
        Set<String> privileges = privileges(call);
        if (name.toUpperCase(Locale.ROOT).startsWith("PVE")) {
            throw ApiException.parameter(
                    "roleid", "cannot use role ID starting with the (case-insensitive) 'PVE' namespace");
        }
        store.change(config -> {
            if (exists(config, name)) {
                throw ApiException.failure("create role failed: role '" + name + "' already exists");
            }
            SortedMap<String, Set<String>> roles = new TreeMap<>(config.roles());
            roles.put(name, privileges);
            return config.withRoles(roles);
        });
        return null;
    }

    private static void checkOwn(UserConfig config, String name, String done, String doing) {
        if (Roles.all().containsKey(name)) {
            throw ApiException.failure("auto-generated role '" + name + "' cannot be " + done);
        }
        if (!config.roles().containsKey(name)) {
            throw ApiException.failure(doing + "role '" + name + "' does not exist");
        }
    }

    private @Nullable Object updateRole(Call call) {
        String name = call.text("roleid");
        Set<String> privileges = privileges(call);
        store.change(config -> {
            checkOwn(config, name, "modified", "update role failed: ");
            if (call.flag("append")) {
                privileges.addAll(config.privileges(name));
            }
            SortedMap<String, Set<String>> roles = new TreeMap<>(config.roles());
            roles.put(name, privileges);
            return config.withRoles(roles);
        });
        return null;
    }

    private @Nullable Object removeRole(Call call) {
        String name = call.text("roleid");
        store.change(config -> {
            checkOwn(config, name, "deleted", "delete role failed: ");
            SortedMap<String, Set<String>> roles = new TreeMap<>(config.roles());
            roles.remove(name);
            return config.withRoles(roles)
                    .withRules(config.rules().stream()
                            .filter(rule -> !rule.role().equals(name))
                            .toList());
        });
        return null;
    }

    private Object rules(Call call) {
        boolean audit = call.caller().may("/access", "Sys.Audit");
        List<Map<String, Object>> list = new ArrayList<>();
        for (AccessRule rule : store.read().rules()) {
            if (!audit && !call.caller().mayAny(rule.path(), AccessPath.modifiers(rule.path()))) {
                continue;
            }
            boolean group = rule.member().startsWith("@");
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("path", rule.path());
            json.put("type", group ? "group" : rule.member().contains("!") ? "token" : "user");
            json.put("ugid", group ? rule.member().substring(1) : rule.member());
            json.put("roleid", rule.role());
            json.put("propagate", rule.propagate() ? 1 : 0);
            list.add(json);
        }
        return list;
    }

    private @Nullable Object setRules(Call call) {
        List<String> kinds = List.of("users", "groups", "tokens");
        if (kinds.stream().allMatch(kind -> call.text(kind, "").isEmpty())) {
            String problem = "either 'users', 'groups' or 'tokens' is required.";
            throw ApiException.parameters(Map.of("users", problem, "groups", problem, "tokens", problem));
        }
        boolean delete = call.flag("delete");
        String path = AccessPath.normal(call.text("path"))
                .filter(normal -> delete || AccessPath.isKnown(normal))
                .orElseThrow(() -> ApiException.parameter("path", "invalid ACL path '" + call.text("path") + "'"));
        boolean propagate = call.text("propagate", "1").equals("1");
        store.change(config -> {
            List<AccessRule> rules = new ArrayList<>(config.rules());
            for (String role : Formats.split(call.text("roles"))) {
                require(exists(config, role), "role '" + role + "' does not exist");
                checkHandingOut(call.caller(), path, role, config.privileges(role), delete ? "remove" : "add");
                for (String member : members(call, config)) {
                    rules.removeIf(rule -> rule.path().equals(path)
                            && rule.member().equals(member)
                            && rule.role().equals(role));
                    if (!delete) {
                        rules.add(new AccessRule(path, member, role, propagate));
                    }
                }
            }
            return config.withRules(rules);
        });
        return null;
    }

    /** Who may not hand out any right on a path may still hand out those that they have there themselves. */
    private static void checkHandingOut(Caller caller, String path, String role, Set<String> privileges, String doing) {
        boolean all = caller.may(path, "Permissions.Modify");
        if (!all && !privileges.stream().allMatch(privilege -> caller.may(path, privilege))) {
            throw ApiException.parameter(
                    "role",
                    "Cannot " + doing + " role '" + role
                            + "' - requires 'Permissions.Modify' or superset of privileges.");
        }
        if (!all && role.equals(Roles.NO_ACCESS)) {
            throw ApiException.parameter(
                    "role", "Cannot " + doing + " role '" + role + "' - requires 'Permissions.Modify'");
        }
    }

    /** Those that a call names, all of whom must be there, also to take something from them. */
    private static List<String> members(Call call, UserConfig config) {
        List<String> members = new ArrayList<>();
        for (String group : Formats.split(call.text("groups", ""))) {
            require(config.groups().containsKey(group), "group '" + group + "' does not exist");
            members.add("@" + group);
        }
        for (String user : Formats.split(call.text("users", ""))) {
            require(config.users().containsKey(user), "user '" + user + "' does not exist");
            members.add(user);
        }
        for (String token : Formats.split(call.text("tokens", ""))) {
            String user = token.substring(0, token.indexOf('!'));
            String name = token.substring(token.indexOf('!') + 1);
            require(config.users().containsKey(user), "no such user ('" + user + "')");
            require(config.token(user, name).isPresent(), "no such token '" + name + "' for user '" + user + "'");
            members.add(token);
        }
        return members;
    }

    private static void require(boolean good, String problem) {
        if (!good) {
            throw ApiException.failure("ACL update failed: " + problem);
        }
    }
}
