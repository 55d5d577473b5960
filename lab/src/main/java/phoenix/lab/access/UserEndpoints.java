package phoenix.lab.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
                        .handledBy(call -> Map.of("members", List.copyOf(new TreeSet<>(members(call, ""))))),
                Endpoint.put("/access/groups/{groupid}")
                        .with(group, comment)
                        .allow(GROUPS)
                        .handledBy(call -> {
                            members(call, "update group failed: ");
                            return null;
                        }),
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

    private static Map<String, Object> json(UserConfig config, String id) {
        User user = found(config, id, "");
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

    private static List<String> groupsOf(UserConfig config, String id) {
        return config.groups().entrySet().stream()
                .filter(group -> group.getValue().contains(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Object list(Call call) {
        UserConfig config = store.read();
        List<Map<String, Object>> list = new ArrayList<>();
        config.users().forEach((id, user) -> {
            boolean wanted = call.find("enabled").isEmpty() || call.flag("enabled") == user.enabled();
            boolean shown = call.caller().user().equals(id)
                    || call.caller().mayAny("/access/groups", List.of("User.Modify", "Sys.Audit"));
            if (wanted && shown) {
                Map<String, Object> json = json(config, id);
                json.put("userid", id);
                json.put("realm-type", id.endsWith("@pam") ? "pam" : "pve");
                if (call.flag("full")) {
                    json.put("groups", String.join(",", groupsOf(config, id)));
                }
                list.add(json);
            }
        });
        return list;
    }

    private Object user(Call call) {
        UserConfig config = store.read();
        Map<String, Object> json = json(config, call.text("userid"));
        json.put("groups", groupsOf(config, call.text("userid")));
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
        SortedMap<String, Set<String>> groups = new TreeMap<>();
        config.groups().forEach((name, members) -> {
            Set<String> changed = new TreeSet<>(members);
            if (wanted.contains(name)) {
                changed.add(id);
            } else if (!append) {
                changed.remove(id);
            }
            groups.put(name, changed);
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

    private @Nullable Object remove(Call call) {
        String id = call.text("userid");
        if (id.equals(Caller.ROOT)) {
            throw ApiException.failure("delete user failed: not allowed to delete root user");
        }
        store.change(config -> {
            found(config, id, "delete user failed: ");
            return config.withoutUser(id);
        });
        store.forgetPassword(id);
        return null;
    }

    private Object groups(Call call) {
        boolean all = call.caller().mayAny("/access/groups", List.of("Sys.Audit", "Group.Allocate", "User.Modify"));
        List<Map<String, Object>> list = new ArrayList<>();
        store.read().groups().forEach((name, members) -> {
            if (all
                    || call.caller()
                            .mayAny("/access/groups/" + name, List.of("Sys.Audit", "Group.Allocate", "User.Modify"))) {
                list.add(Map.of("groupid", name, "users", String.join(",", new TreeSet<>(members))));
            }
        });
        return list;
    }

    private Set<String> members(Call call, String doing) {
        Set<String> members = store.read().groups().get(call.text("groupid"));
        if (members == null) {
            throw ApiException.failure(doing + "group '" + call.text("groupid") + "' does not exist");
        }
        return members;
    }

    private @Nullable Object createGroup(Call call) {
        String name = call.text("groupid");
        store.change(config -> {
            SortedMap<String, Set<String>> groups = new TreeMap<>(config.groups());
            if (groups.putIfAbsent(name, Set.of()) != null) {
                throw ApiException.failure("create group failed: group '" + name + "' already exists");
            }
            return config.withGroups(groups);
        });
        return null;
    }

    private @Nullable Object removeGroup(Call call) {
        members(call, "delete group failed: ");
        store.change(config -> {
            SortedMap<String, Set<String>> groups = new TreeMap<>(config.groups());
            groups.remove(call.text("groupid"));
            return config.withGroups(groups)
                    .withRules(config.rules().stream()
                            .filter(rule -> !rule.member().equals("@" + call.text("groupid")))
                            .toList());
        });
        return null;
    }
}
