package phoenix.orchestrator.report;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.firewall.ProxmoxRules;
import phoenix.pve.FirewallRule;
import phoenix.pve.GuestFirewall;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down a guest's firewall. The files' list of rules is the whole list: if one of the rules has no form there, none is written, all are
 * named, and a run leaves them alone.
 */
final class FirewallExport {
    private final GuestFirewall found;
    private final List<String> notExported;

    /** @param notExported receives what has no key */
    FirewallExport(GuestFirewall found, List<String> notExported) {
        this.found = found;
        this.notExported = notExported;
    }

    boolean isOn() {
        return found.options().getOrDefault("enable", "0").equals("1");
    }

    /** A guest without a firewall of its own gets no key: it is nobody's to manage. */
    void writeTo(ObjectNode json) {
        if (found.equals(GuestFirewall.NONE)) {
            return;
        }
        ObjectNode firewall = json.putObject("firewall");
        firewall.put("enabled", isOn());
        SortedMap<String, String> rest = new TreeMap<>(found.options());
        rest.remove("enable");
        for (String policy : List.of("policy_in", "policy_out")) {
            Optional.ofNullable(rest.get(policy)).filter(ProxmoxRules::isAction).ifPresent(action -> {
                firewall.put(policy, action);
                rest.remove(policy);
            });
        }
        rest.forEach((option, value) -> notExported.add("firewall " + option + ": " + value));
        rules(firewall);
    }

    private void rules(ObjectNode firewall) {
        List<Firewall.Rule> rules = found.rules().stream()
                .map(ProxmoxRules::inFile)
                .flatMap(Optional::stream)
                .toList();
        if (rules.size() < found.rules().size()) {
            found.rules().forEach(rule -> notExported.add(named(rule)));
            return;
        }
        ArrayNode list = firewall.putArray("rules");
        rules.forEach(rule -> write(rule, list.addObject()));
    }

    private static void write(Firewall.Rule rule, ObjectNode json) {
        json.put("type", rule.direction());
        json.put("action", rule.action());
        put(json, "source", rule.source());
        put(json, "dest", rule.destination());
        put(json, "proto", rule.protocol());
        put(json, "port", rule.port());
        put(json, "comment", rule.comment());
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    /** {@code firewall rule 2: in ACCEPT macro=SSH}. */
    private String named(FirewallRule rule) {
        int number = found.rules().indexOf(rule) + 1;
        String options = rule.options().entrySet().stream()
                .map(option -> " " + option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining());
        return "firewall rule " + number + ": " + (rule.enabled() ? "" : "disabled ") + rule.type() + " "
                + rule.action() + options;
    }
}
