package phoenix.lab.firewall;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * Options and rules of the guests' firewalls. As on Proxmox, nobody asks whether there is such a guest.
 *
 * @see "PVE source: PVE/API2/Firewall/VM.pm, PVE/API2/Firewall/Rules.pm"
 */
public final class FirewallEndpoints {
    private static final Permission AUDIT = Permission.on("/vms/{vmid}", "VM.Audit");
    private static final Permission CHANGE = Permission.on("/vms/{vmid}", "VM.Config.Network");
    private static final List<String> NUMBERS =
            List.of("enable", "dhcp", "ndp", "radv", "macfilter", "ipfilter", "ipversion");

    private final FirewallFiles files;

    public FirewallEndpoints(FirewallFiles files) {
        this.files = files;
    }

    public List<Endpoint> endpoints() {
        return Stream.of("lxc", "qemu")
                .flatMap(kind -> of("/nodes/{node}/" + kind + "/{vmid}/firewall").stream())
                .toList();
    }

    private List<Endpoint> of(String path) {
        Param position = Param.integer("pos").optional().minimum(0);
        return List.of(
                Endpoint.get(path)
                        .with(node(), vmid())
                        .allowAnyUser()
                        .handledBy(call -> Stream.of("rules", "aliases", "ipset", "refs", "options")
                                .map(name -> Map.of("name", name))
                                .toList()),
                Endpoint.get(path + "/options")
                        .with(node(), vmid())
                        .allow(AUDIT)
                        .handledBy(this::options),
                Endpoint.put(path + "/options")
                        .with(node(), vmid(), delete(), digest())
                        .with(FirewallParams.OPTIONS)
                        .allow(CHANGE)
                        .handledBy(this::setOptions),
                Endpoint.get(path + "/rules").with(node(), vmid()).allow(AUDIT).handledBy(this::rules),
                Endpoint.post(path + "/rules")
                        .with(node(), vmid(), digest(), position)
                        .with(FirewallParams.newRule())
                        .allow(CHANGE)
                        .handledBy(this::addRule),
                Endpoint.get(path + "/rules/{pos}")
                        .with(node(), vmid(), position)
                        .allow(AUDIT)
                        .handledBy(this::rule),
                Endpoint.put(path + "/rules/{pos}")
                        .with(
                                node(),
                                vmid(),
                                digest(),
                                position,
                                delete(),
                                Param.integer("moveto").optional().minimum(0))
                        .with(FirewallParams.RULE)
                        .allow(CHANGE)
                        .handledBy(this::changeRule),
                Endpoint.delete(path + "/rules/{pos}")
                        .with(node(), vmid(), digest(), position)
                        .allow(CHANGE)
                        .handledBy(this::removeRule));
    }

    private static Param delete() {
        return Param.string("delete").optional().format("pve-configid-list");
    }

    private static Param digest() {
        return Param.string("digest").optional().maxLength(64);
    }

    private static Map<String, Object> json(Map<String, String> values, String digest) {
        Map<String, Object> json = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> json.put(name, NUMBERS.contains(name) ? (Object) Long.parseLong(value) : value));
        json.put("digest", digest);
        return json;
    }

    private Object options(Call call) {
        GuestFirewall firewall = files.load(call.vmid());
        return json(firewall.options(), firewall.optionsDigest());
    }

    private @Nullable Object setOptions(Call call) {
        files.change(call.vmid(), firewall -> {
            checkDigest(call, firewall.optionsDigest());
            SortedMap<String, String> options = new TreeMap<>(firewall.options());
            for (String name : Formats.split(call.text("delete", ""))) {
                if (FirewallParams.OPTIONS.stream()
                        .noneMatch(param -> param.name().equals(name))) {
                    throw ApiException.parameter("delete", "no such option '" + name + "'");
                }
                options.remove(name);
            }
            FirewallParams.OPTIONS.forEach(
                    param -> call.find(param.name()).ifPresent(value -> options.put(param.name(), value)));
            return firewall.withOptions(options);
        });
        return null;
    }

    private static void checkDigest(Call call, String found) {
        if (!call.text("digest", "").isEmpty() && !call.text("digest").equals(found)) {
            throw ApiException.failure("detected modified configuration - file changed by other user? Try again.");
        }
    }

    private List<FirewallRule> shown(GuestFirewall firewall) {
        return firewall.rules().stream()
                .map(rule -> check(firewall).shown(rule))
                .toList();
    }

    private RuleCheck check(GuestFirewall firewall) {
        return new RuleCheck(firewall, files.cluster());
    }

    private List<Map<String, Object>> list(Call call) {
        GuestFirewall firewall = files.load(call.vmid());
        List<FirewallRule> shown = shown(firewall);
        String digest = GuestFirewall.rulesDigest(shown);
        List<Map<String, Object>> list = new ArrayList<>();
        for (FirewallRule rule : shown) {
            Map<String, Object> json = json(rule.values(), digest);
            Map<String, String> errors = check(firewall).errors(rule);
            if (!errors.isEmpty()) {
                json.put("errors", errors);
            }
            json.put("pos", list.size());
            list.add(json);
        }
        return list;
    }

    private Object rules(Call call) {
        return list(call);
    }

    private Object rule(Call call) {
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

    /** A new rule becomes the first, whatever position is asked for, and is disabled unless it is said otherwise. */
    private @Nullable Object addRule(Call call) {
        files.change(call.vmid(), firewall -> {
            FirewallRule rule = check(firewall).checked(copied(call, new FirewallRule(new TreeMap<>())));
            List<FirewallRule> rules = new ArrayList<>(firewall.rules());
            rules.add(0, call.find("enable").isPresent() ? rule : rule.with("enable", "0"));
            return firewall.withRules(rules);
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

    private @Nullable Object changeRule(Call call) {
        files.change(call.vmid(), firewall -> {
            checkDigest(call, GuestFirewall.rulesDigest(shown(firewall)));
            List<FirewallRule> rules = new ArrayList<>(firewall.rules());
            int position = position(call, rules.size());
            long target = call.number("moveto", position);
            if (target != position) {
                rules.add((int) Math.min(target, rules.size()), rules.get(position));
                rules.remove(target < position ? position + 1 : position);
            } else {
                FirewallRule rule = without(call, copied(call, rules.get(position)));
                rules.set(position, check(firewall).checked(rule));
            }
            return firewall.withRules(rules);
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

    private @Nullable Object removeRule(Call call) {
        files.change(call.vmid(), firewall -> {
            checkDigest(call, GuestFirewall.rulesDigest(shown(firewall)));
            List<FirewallRule> rules = new ArrayList<>(firewall.rules());
            rules.remove(position(call, rules.size()));
            return firewall.withRules(rules);
        });
        return null;
    }
}
