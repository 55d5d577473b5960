package phoenix.lab.firewall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * The rules of one list.
 *
 * @see "PVE source: PVE/API2/Firewall/Rules.pm"
 */
final class RuleEndpoints {
    private static final List<String> NUMBERS = List.of("enable", "ipversion");

    private final FirewallFiles files;
    private final FirewallLevel level;
    private final RuleList which;
    private final String path;
    private final List<Param> place;

    RuleEndpoints(FirewallFiles files, FirewallLevel level, RuleList which, String path) {
        this.files = files;
        this.level = level;
        this.which = which;
        this.path = path;
        this.place = which == RuleList.OF_GROUP ? List.of(FirewallParams.groupName()) : level.place();
    }

    List<Endpoint> endpoints() {
        Param position = Param.integer("pos").optional().minimum(0);
        return List.of(
                Endpoint.get(path).with(place).allow(level.audit()).handledBy(this::list),
                Endpoint.post(path)
                        .with(place)
                        .with(FirewallParams.digest(), position)
                        .with(FirewallParams.newRule())
                        .allow(level.change())
                        .handledBy(this::add),
                Endpoint.get(path + "/{pos}")
                        .with(place)
                        .with(position)
                        .allow(level.audit())
                        .handledBy(this::one),
                Endpoint.put(path + "/{pos}")
                        .with(place)
                        .with(
                                FirewallParams.digest(),
                                position,
                                FirewallParams.delete(),
                                Param.integer("moveto").optional().minimum(0))
                        .with(FirewallParams.RULE)
                        .allow(level.change())
                        .handledBy(this::change),
                Endpoint.delete(path + "/{pos}")
                        .with(place)
                        .with(FirewallParams.digest(), position)
                        .allow(level.change())
                        .handledBy(this::remove));
    }

    private RuleCheck check(FirewallFile file) {
        return new RuleCheck(file, files.load(files.cluster()), which == RuleList.OF_GROUP ? "group" : level.kind());
    }

    private List<FirewallRule> shown(FirewallFile file, Call call) {
        return which.of(file, call).stream()
                .map(rule -> check(file).shown(rule))
                .toList();
    }

    private List<Map<String, Object>> list(Call call) {
        FirewallFile file = files.load(level.file(files, call));
        List<FirewallRule> shown = shown(file, call);
        String digest = FirewallFile.rulesDigest(shown);
        List<Map<String, Object>> list = new ArrayList<>();
        for (FirewallRule rule : shown) {
            Map<String, Object> json = new LinkedHashMap<>();
            rule.values()
                    .forEach((name, value) ->
                            json.put(name, NUMBERS.contains(name) ? (Object) Long.parseLong(value) : value));
            json.put("digest", digest);
            Map<String, String> errors = check(file).errors(rule);
            if (!errors.isEmpty()) {
                json.put("errors", errors);
            }
            json.put("pos", list.size());
            list.add(json);
        }
        return list;
    }

    private Object one(Call call) {
        List<Map<String, Object>> rules = list(call);
        Map<String, Object> rule = rules.get(position(call, rules.size()));
        rule.put("pos", call.text("pos"));
        return rule;
    }

    private static int position(Call call, int count) {
        long position = call.number("pos", 0);
        if (position >= count) {
            throw ApiException.failure("no rule at position " + position);
        }
        return (int) position;
    }

    private void edit(Call call, UnaryOperator<List<FirewallRule>> change) {
        files.change(
                level.file(files, call),
                file -> which.with(file, call, change.apply(new ArrayList<>(which.of(file, call)))));
    }

    /** A new rule becomes the first, whatever position is asked for, and is disabled unless it is said otherwise. */
    private @Nullable Object add(Call call) {
        FirewallFile now = files.load(level.file(files, call));
        edit(call, rules -> {
            FirewallRule rule = check(now).checked(copied(call, new FirewallRule(new TreeMap<>())));
            rules.add(0, call.find("enable").isPresent() ? rule : rule.with("enable", "0"));
            return rules;
        });
        return null;
    }

    private static FirewallRule copied(Call call, FirewallRule rule) {
        FirewallRule copy = rule;
        for (Param param : FirewallParams.RULE) {
            String value = call.text(param.name(), "\0");
            if (value.isEmpty() || value.equals("-")) {
                copy = copy.without(param.name());
            } else if (!value.equals("\0")) {
                copy = copy.with(param.name(), value);
            }
        }
        return copy;
    }

    private @Nullable Object change(Call call) {
        FirewallFile now = files.load(level.file(files, call));
        FirewallEndpoints.checkDigest(call, FirewallFile.rulesDigest(shown(now, call)));
        edit(call, rules -> {
            int position = position(call, rules.size());
            long target = call.number("moveto", position);
            if (target != position) {
                rules.add((int) Math.min(target, rules.size()), rules.get(position));
                rules.remove(target < position ? position + 1 : position);
            } else {
                FirewallRule rule = without(call, copied(call, rules.get(position)));
                rules.set(position, check(now).checked(rule));
            }
            return rules;
        });
        return null;
    }

    private static FirewallRule without(Call call, FirewallRule rule) {
        FirewallRule less = rule;
        for (String name : Formats.split(call.text("delete", ""))) {
            if (FirewallParams.RULE.stream().noneMatch(param -> param.name().equals(name)) && !name.equals("pos")) {
                throw ApiException.parameter("delete", "no such property ('" + name + "')");
            }
            if (name.equals("type") || name.equals("action")) {
                throw ApiException.parameter("delete", "unable to delete required property '" + name + "'");
            }
            less = less.without(name);
        }
        return less;
    }

    private @Nullable Object remove(Call call) {
        FirewallFile now = files.load(level.file(files, call));
        FirewallEndpoints.checkDigest(call, FirewallFile.rulesDigest(shown(now, call)));
        edit(call, rules -> {
            rules.remove(position(call, rules.size()));
            return rules;
        });
        return null;
    }
}
