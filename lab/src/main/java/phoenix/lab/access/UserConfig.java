package phoenix.lab.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.lab.schema.Formats;
import phoenix.pve.VmId;

/**
 * The content of {@code user.cfg}.
 *
 * @param users by ID
 * @param groups by name
 * @param roles privileges by role, the built-in ones not included
 * @param pools by name
 * @param otherLines lines that are kept as they are: what is not known here
 * @see "PVE source: PVE/AccessControl.pm parse_user_config"
 */
record UserConfig(
        SortedMap<String, User> users,
        SortedMap<String, Group> groups,
        SortedMap<String, Set<String>> roles,
        SortedMap<String, Pool> pools,
        List<AccessRule> rules,
        List<String> otherLines) {
    private static final String ROOT = "root@pam";

    UserConfig {
        users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
        pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
        rules = List.copyOf(rules);
        otherLines = List.copyOf(otherLines);
    }

    UserConfig withUser(String id, User user) {
        SortedMap<String, User> more = new TreeMap<>(users);
        more.put(id, user);
        return new UserConfig(more, groups, roles, pools, rules, otherLines);
    }

    UserConfig withoutUser(String id) {
        SortedMap<String, User> less = new TreeMap<>(users);
        less.remove(id);
        SortedMap<String, Group> left = new TreeMap<>();
        groups.forEach((name, group) -> left.put(name, group.without(id)));
        List<AccessRule> rest = rules.stream()
                .filter(rule -> !rule.member().equals(id) && !rule.member().startsWith(id + "!"))
                .toList();
        return new UserConfig(less, left, roles, pools, rest, otherLines);
    }

    UserConfig withGroups(SortedMap<String, Group> others) {
        return new UserConfig(users, others, roles, pools, rules, otherLines);
    }

    UserConfig withGroup(String name, Group group) {
        SortedMap<String, Group> more = new TreeMap<>(groups);
        more.put(name, group);
        return withGroups(more);
    }

    UserConfig withRoles(SortedMap<String, Set<String>> others) {
        return new UserConfig(users, groups, others, pools, rules, otherLines);
    }

    UserConfig withRules(List<AccessRule> others) {
        return new UserConfig(users, groups, roles, pools, others, otherLines);
    }

    UserConfig withPool(String name, Pool pool) {
        SortedMap<String, Pool> more = new TreeMap<>(pools);
        more.put(name, pool);
        return new UserConfig(users, groups, roles, more, rules, otherLines);
    }

    UserConfig withoutPool(String name) {
        SortedMap<String, Pool> less = new TreeMap<>(pools);
        less.remove(name);
        return new UserConfig(users, groups, roles, less, rules, otherLines).withoutRulesOn("/pool/" + name);
    }

    /** The groups that a user is in, sorted. */
    Set<String> groupsOf(String user) {
        return groups.entrySet().stream()
                .filter(entry -> entry.getValue().members().contains(user))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The pool that a guest belongs to. */
    Optional<String> poolOf(VmId guest) {
        return pools.entrySet().stream()
                .filter(entry -> entry.getValue().guests().contains(guest))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    UserConfig withoutRulesOn(String path) {
        List<AccessRule> rest =
                rules.stream().filter(rule -> !rule.path().equals(path)).toList();
        return new UserConfig(users, groups, roles, pools, rest, otherLines);
    }

    Optional<Token> token(String user, String tokenId) {
        return Optional.ofNullable(users.get(user)).map(found -> found.tokens().get(tokenId));
    }

    /** The privileges of a role. */
    Set<String> privileges(String role) {
        Set<String> builtIn = Roles.all().get(role);
        return builtIn != null ? builtIn : roles.getOrDefault(role, Set.of());
    }

    static UserConfig parse(String text) {
        SortedMap<String, User> users = new TreeMap<>();
        SortedMap<String, Group> groups = new TreeMap<>();
        SortedMap<String, Set<String>> roles = new TreeMap<>();
        SortedMap<String, Pool> pools = new TreeMap<>();
        List<AccessRule> rules = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            String[] words = line.split(":", -1);
            if (words[0].equals("user") && words.length > 3) {
                String rest = String.join(":", List.of(words).subList(4, words.length));
                users.put(words[1], new User(words[2].equals("1"), seconds(words[3]), rest, new TreeMap<>()));
            } else if (words[0].equals("token") && words.length > 4) {
                addToken(users, words);
            } else if (words[0].equals("group") && words.length > 2) {
                Set<String> members = Set.copyOf(Formats.split(words[2]));
                groups.put(words[1], new Group(members, decode(word(words, 3))));
            } else if (words[0].equals("role") && words.length > 2) {
                roles.put(words[1], Set.copyOf(Formats.split(words[2])));
            } else if (words[0].equals("acl") && words.length > 4) {
                addRules(rules, words);
            } else if (words[0].equals("pool") && words.length > 1) {
                pools.put(words[1], Pool.parse(decode(word(words, 2)), word(words, 3), word(words, 4)));
            } else if (!line.isEmpty()) {
                other.add(line);
            }
        }
        users.putIfAbsent(ROOT, new User(true, 0, "::::::", new TreeMap<>()));
        return new UserConfig(users, groups, roles, pools, rules, other);
    }

    private static String word(String[] words, int place) {
        return place < words.length ? words[place] : "";
    }

    private static void addToken(SortedMap<String, User> users, String[] words) {
        int mark = words[1].indexOf('!');
        User owner = mark < 0 ? null : users.get(words[1].substring(0, mark));
        if (owner != null) {
            Token token = new Token(seconds(words[2]), words[3].equals("1"), decode(words[4]));
            users.put(words[1].substring(0, mark), owner.with(words[1].substring(mark + 1), token));
        }
    }

    private static void addRules(List<AccessRule> rules, String[] words) {
        for (String role : Formats.split(words[4])) {
            for (String member : Formats.split(words[3])) {
                rules.add(new AccessRule(words[2], member, role, words[1].equals("1")));
            }
        }
    }

    private static long seconds(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static String encode(String comment) {
        return comment.replace("%", "%25").replace(":", "%3A").replace("\n", "%0A");
    }

    private static String decode(String comment) {
        return comment.replace("%0A", "\n").replace("%3A", ":").replace("%25", "%");
    }

    String print() {
        StringBuilder text = new StringBuilder();
        users.forEach((id, user) -> {
            text.append("user:%s:%d:%d:%s\n".formatted(id, user.enabled() ? 1 : 0, user.expire(), user.rest()));
            user.tokens()
                    .forEach((tokenId, token) -> text.append("token:%s!%s:%d:%d:%s:\n"
                            .formatted(
                                    id, tokenId, token.expire(), token.separated() ? 1 : 0, encode(token.comment()))));
        });
        text.append('\n');
        groups.forEach((name, group) -> text.append(
                "group:%s:%s:%s:\n".formatted(name, String.join(",", group.members()), encode(group.comment()))));
        text.append('\n');
        pools.forEach((name, pool) -> text.append("pool:%s:%s:%s:%s:\n"
                .formatted(
                        name,
                        encode(pool.comment()),
                        String.join(
                                ",", pool.guests().stream().map(VmId::toString).toList()),
                        String.join(",", pool.storages()))));
        otherLines.forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        roles.forEach((name, privileges) ->
                text.append("role:%s:%s:\n".formatted(name, String.join(",", new TreeSet<>(privileges)))));
        text.append('\n');
        for (AccessRule rule : rules) {
            text.append(
                    "acl:%d:%s:%s:%s:\n".formatted(rule.propagate() ? 1 : 0, rule.path(), rule.member(), rule.role()));
        }
        return text.toString();
    }
}
