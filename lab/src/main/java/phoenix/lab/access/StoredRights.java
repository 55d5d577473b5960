package phoenix.lab.access;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Rights;

/**
 * Rights worked out from the access rules. Walking down the path, what is said further down replaces what was said before; what is
 * said of a user replaces what is said of their groups; what is said of a pool holds for its members, too; {@code NoAccess} beats
 * everything.
 *
 * @see "PVE source: PVE/AccessControl.pm roles, PVE/RPCEnvironment.pm permissions"
 */
public final class StoredRights implements Rights {
    private final UserStore store;

    public StoredRights(UserStore store) {
        this.store = store;
    }

    @Override
    public boolean has(String user, String path, String privilege) {
        return privileges(store.read(), user, path).contains(privilege);
    }

    @Override
    public boolean poolExists(String pool) {
        return store.read().pools().containsKey(pool);
    }

    @Override
    public boolean userExists(String user) {
        return store.read().users().containsKey(user);
    }

    @Override
    public Set<String> groups() {
        return store.read().groups().keySet();
    }

    @Override
    public Set<String> groupsOf(String user) {
        return store.read().groupsOf(user);
    }

    /** Everything that somebody may do on a path. */
    Set<String> privileges(String user, String path) {
        return privileges(store.read(), user, path);
    }

    private static Set<String> privileges(UserConfig config, String user, String path) {
        if (user.equals(Caller.ROOT)) {
            return Roles.privileges();
        }
        int mark = user.indexOf('!');
        if (mark < 0) {
            return granted(config, user, path);
        }
        String owner = user.substring(0, mark);
        Token token = config.token(owner, user.substring(mark + 1)).orElse(null);
        if (token == null) {
            return Set.of();
        }
        Set<String> ownersPrivileges = privileges(config, owner, path);
        if (!token.separated()) {
            return ownersPrivileges;
        }
        Set<String> both = new HashSet<>(granted(config, user, path));
        both.retainAll(ownersPrivileges);
        return both;
    }

    private static Set<String> granted(UserConfig config, String member, String path) {
        Set<String> roles = new HashSet<>(roles(config, member, path).keySet());
        if (!roles.contains(Roles.NO_ACCESS)) {
            Set<String> ofPools = new HashSet<>();
            config.pools().forEach((name, pool) -> {
                if (pool.holds(path)) {
                    ofPools.addAll(roles(config, member, "/pool/" + name).keySet());
                }
            });
            roles.addAll(ofPools);
        }
        Set<String> privileges = new HashSet<>();
        if (!roles.contains(Roles.NO_ACCESS)) {
            roles.forEach(role -> privileges.addAll(config.privileges(role)));
        }
        return privileges;
    }

    private static Map<String, Boolean> roles(UserConfig config, String member, String path) {
        Map<String, Boolean> roles = new TreeMap<>();
        String normal = path.equals("/") ? "" : path;
        for (int end = 0; end >= 0; end = end == normal.length() ? -1 : next(normal, end)) {
            String here = end == 0 ? "/" : normal.substring(0, end);
            boolean last = end == normal.length();
            Map<String, Boolean> said = said(config, member, here, last);
            if (!said.isEmpty()) {
                roles = said;
            }
        }
        return roles;
    }

    private static int next(String path, int from) {
        int slash = path.indexOf('/', from + 1);
        return slash < 0 ? path.length() : slash;
    }

    private static Map<String, Boolean> said(UserConfig config, String member, String path, boolean last) {
        Map<String, Boolean> ofMember = new TreeMap<>();
        Map<String, Boolean> ofGroups = new TreeMap<>();
        for (AccessRule rule : config.rules()) {
            if (!rule.path().equals(path) || !(last || rule.propagate())) {
                continue;
            }
            if (rule.member().equals(member)) {
                ofMember.put(rule.role(), rule.propagate());
            } else if (rule.member().startsWith("@")
                    && config.groups()
                            .getOrDefault(rule.member().substring(1), Group.EMPTY)
                            .members()
                            .contains(member)) {
                ofGroups.put(rule.role(), rule.propagate());
            }
        }
        return ofMember.isEmpty() ? ofGroups : ofMember;
    }
}
