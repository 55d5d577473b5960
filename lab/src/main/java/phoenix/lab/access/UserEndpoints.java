package phoenix.lab.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * Users and their groups.
 *
 * @see "PVE source: PVE/API2/User.pm, PVE/API2/Group.pm"
 */
public final class UserEndpoints {
    private static final Permission GROUPS = Permission.on("/access/groups", "Group.Allocate");

    private final UserStore store;

    public UserEndpoints(UserStore store) {
        this.store = store;
    }

    public List<Endpoint> endpoints() {
        Param group = Param.string("groupid").format("pve-groupid");
        Param comment = Param.string("comment").optional();
        Permission realm = new Permission.OnRealm("Realm.AllocateUser");
        Permission modify = new Permission.OnGroups(List.of("User.Modify"));
        return List.of(
                Endpoint.get("/access/users")
                        .with(
                                Param.bool("enabled").optional(),
                                Param.bool("full").optional().byDefault(false))
                        .allowAnyUser()
                        .asRoot()
                        .handledBy(this::list),
                Endpoint.post("/access/users")
                        .with(userId())
                        .with(profile())
                        .with(Param.string("password").optional().minLength(8).maxLength(64))
                        .allow(new Permission.All(
                                List.of(realm, new Permission.OnGroups(List.of("User.Modify"), "create"))))
                        .handledBy(this::create),
                Endpoint.get("/access/users/{userid}")
                        .with(userId())
                        .allow(new Permission.OnGroups(List.of("User.Modify", "Sys.Audit")))
                        .handledBy(this::user),
                Endpoint.put("/access/users/{userid}")
                        .with(userId(), Param.bool("append").optional().requires("groups"))
                        .with(profile())
                        .allow(new Permission.OnGroups(List.of("User.Modify"), "update"))
                        .handledBy(this::update),
                Endpoint.delete("/access/users/{userid}")
                        .with(userId())
                        .allow(new Permission.All(List.of(realm, modify)))
                        .handledBy(this::remove),
                Endpoint.get("/access/groups").allowAnyUser().handledBy(this::groups),
                Endpoint.post("/access/groups")
                        .with(group, comment)
                        .allow(GROUPS)
                        .handledBy(this::createGroup),
                Endpoint.get("/access/groups/{groupid}")
                        .with(group)
                        .allow(Permission.onAny("/access/groups", "Sys.Audit", "Group.Allocate"))
                        .handledBy(this::group),
                Endpoint.put("/access/groups/{groupid}")
                        .with(group, comment)
                        .allow(GROUPS)
                        .handledBy(this::updateGroup),
                Endpoint.delete("/access/groups/{groupid}")
                        .with(group)
                        .allow(GROUPS)
                        .handledBy(this::removeGroup));
    }

    private static Param userId() {
        return Param.string("userid").format("pve-userid").maxLength(64);
    }

    private static List<Param> profile() {
        return List.of(
                Param.string("comment").optional().maxLength(2048),
                Param.string("email").optional().format("email-opt").maxLength(254),
                Param.bool("enable").optional().byDefault(true),
                Param.integer("expire").optional().minimum(0),
                Param.string("firstname").optional().maxLength(1024),
                Param.string("groups").optional().format("pve-groupid-list"),
                Param.string("keys").optional().pattern("[0-9a-zA-Z!=]{0,4096}"),
                Param.string("lastname").optional().maxLength(1024));
    }

    private static Map<String, Object> json(User user) {
        Map<String, Object> json =
                new LinkedHashMap<>(Profile.parse(user.rest()).values());
        json.put("enable", user.enabled() ? 1 : 0);
        json.put("expire", user.expire());
        return json;
    }

    private static User found(UserConfig config, String id, String doing) {
        User user = config.users().get(id);
        if (user == null) {
            throw ApiException.failure(doing + "no such user ('" + id + "')");
        }
        return user;
    }

    private Object list(Call call) {
        UserConfig config = store.read();
        List<Map<String, Object>> list = new ArrayList<>();
        config.users().forEach((id, user) -> {
            boolean wanted = call.find("enabled").isEmpty() || call.flag("enabled") == user.enabled();
            if (wanted && isShown(call.caller(), config, id)) {
                Map<String, Object> json = json(user);
                json.put("userid", id);
                json.put("realm-type", id.endsWith("@pam") ? "pam" : "pve");
                if (call.flag("full")) {
                    json.put("groups", String.join(",", config.groupsOf(id)));
                    if (!user.tokens().isEmpty()) {
                        json.put("tokens", tokens(user));
                    }
                }
                list.add(json);
            }
        });
        return list;
    }

    /** One's own, and those of all groups, or of some, that the caller may look into. */
    private static boolean isShown(Caller caller, UserConfig config, String id) {
        List<String> privileges = List.of("User.Modify", "Sys.Audit");
        return caller.user().equals(id)
                || caller.mayAny("/access/groups", privileges)
                || config.groupsOf(id).stream().anyMatch(group -> caller.mayAny("/access/groups/" + group, privileges));
    }

    static List<Map<String, Object>> tokens(User user) {
        List<Map<String, Object>> all = new ArrayList<>();
        user.tokens().forEach((name, token) -> {
            Map<String, Object> json = token.json();
            json.put("tokenid", name);
            all.add(json);
        });
        return all;
    }

    private Object user(Call call) {
        UserConfig config = store.read();
        String id = call.text("userid");
        User user = found(config, id, "");
        Map<String, Object> json = json(user);
        json.put("groups", List.copyOf(config.groupsOf(id)));
        Map<String, Object> tokens = new LinkedHashMap<>();
        user.tokens().forEach((name, token) -> tokens.put(name, token.json()));
        json.put("tokens", tokens.isEmpty() ? null : tokens);
        return json;
    }

    private @Nullable Object create(Call call) {
        String id = call.text("userid");
        store.change(config -> {
            if (config.users().containsKey(id)) {
                throw ApiException.failure("create user failed: user '" + id + "' already exists");
            }
            User user = new User(
                    call.text("enable", "1").equals("1"),
                    call.number("expire", 0),
                    Profile.parse("").with(call).print(),
                    new TreeMap<>());
            return inGroups(config.withUser(id, user), call, false, "create user failed: ");
        });
        call.find("password").ifPresent(password -> store.setPassword(id, password));
        return null;
    }

    private static UserConfig inGroups(UserConfig config, Call call, boolean append, String doing) {
        if (call.find("groups").isEmpty()) {
            return config;
        }
        String id = call.text("userid");
        List<String> wanted = Formats.split(call.text("groups"));
        for (String name : wanted) {
            if (!config.groups().containsKey(name)) {
                throw ApiException.failure(doing + "no such group '" + name + "'");
            }
        }
        SortedMap<String, Group> groups = new TreeMap<>();
        config.groups().forEach((name, group) -> {
            if (wanted.contains(name)) {
                groups.put(name, group.with(id));
            } else {
                groups.put(name, append ? group : group.without(id));
            }
        });
        return config.withGroups(groups);
    }

    private @Nullable Object update(Call call) {
        String id = call.text("userid");
        store.change(config -> {
            User before = found(config, id, "update user failed: ");
            User user = new User(
                    call.text("enable", before.enabled() ? "1" : "0").equals("1"),
                    call.number("expire", before.expire()),
                    Profile.parse(before.rest()).with(call).print(),
                    before.tokens());
            return inGroups(config.withUser(id, user), call, call.flag("append"), "update user failed: ");
        });
        return null;
    }

    /** Whether there is such a user is asked by the check of rights alone, and that is not made of root. */
    private @Nullable Object remove(Call call) {
        String id = call.text("userid");
        store.change(config -> config.withoutUser(id));
        store.forgetPassword(id);
        return null;
    }

    private Object groups(Call call) {
        List<Map<String, Object>> list = new ArrayList<>();
        store.read().groups().forEach((name, group) -> {
            if (call.caller().mayAny("/access/groups/" + name, List.of("Sys.Audit", "Group.Allocate", "User.Modify"))) {
                Map<String, Object> json = comment(group);
                json.put("groupid", name);
                json.put("users", String.join(",", group.members()));
                list.add(json);
            }
        });
        return list;
    }

    private static Map<String, Object> comment(Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!group.comment().isEmpty()) {
            json.put("comment", group.comment());
        }
        return json;
    }

    private static Group group(UserConfig config, Call call, String doing) {
        Group group = config.groups().get(call.text("groupid"));
        if (group == null) {
            throw ApiException.failure(doing + "group '" + call.text("groupid") + "' does not exist");
        }
        return group;
    }

    private Object group(Call call) {
        Group group = group(store.read(), call, "");
        Map<String, Object> json = comment(group);
        json.put("members", List.copyOf(group.members()));
        return json;
    }

    private @Nullable Object createGroup(Call call) {
        String name = call.text("groupid");
        store.change(config -> {
            if (config.groups().containsKey(name)) {
                throw ApiException.failure("create group failed: group '" + name + "' already exists");
            }
            return config.withGroup(name, Group.EMPTY.describedAs(call.text("comment", "")));
        });
        return null;
    }

    private @Nullable Object updateGroup(Call call) {
        store.change(config -> {
            Group group = group(config, call, "update group failed: ");
            return config.withGroup(call.text("groupid"), group.describedAs(call.text("comment", group.comment())));
        });
        return null;
    }

    private @Nullable Object removeGroup(Call call) {
        store.change(config -> {
            group(config, call, "delete group failed: ");
            SortedMap<String, Group> groups = new TreeMap<>(config.groups());
            groups.remove(call.text("groupid"));
            return config.withGroups(groups)
                    .withRules(config.rules().stream()
                            .filter(rule -> !rule.member().equals("@" + call.text("groupid")))
                            .toList());
        });
        return null;
    }
}
