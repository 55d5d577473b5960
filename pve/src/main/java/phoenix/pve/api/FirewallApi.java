package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.FirewallRule;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/** Requests about containers' firewalls. The label is the container's name for people, as in {@link LxcApi}. */
public final class FirewallApi {
    private FirewallApi() {}

    /**
     * The options that somebody set.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/firewall/options"
     */
    public static Request<SortedMap<String, String>> options(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "options"),
                Map.of(),
                "read the firewall options of " + label,
                FirewallApi::readOptions);
    }

    /**
     * Sets options.
     *
     * @see "PVE API: PUT /nodes/{node}/lxc/{vmid}/firewall/options"
     */
    public static Request<Done> setOptions(
            String node, VmId id, Map<String, String> options, List<String> unset, String label) {
        Map<String, String> parameters = new TreeMap<>(options);
        if (!unset.isEmpty()) {
            parameters.put("delete", String.join(",", unset));
        }
        return Request.of(
                Method.PUT, path(node, id, "options"), parameters, "set the firewall options of " + label, Done::read);
    }

    /**
     * The rules in the order in which they are tried.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/firewall/rules"
     */
    public static Request<List<FirewallRule>> rules(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "rules"),
                Map.of(),
                "list the firewall rules of " + label,
                data -> Json.list(data, FirewallApi::readRule));
    }

    /**
     * Puts a rule before all others: Proxmox does so whatever position it is given.
     *
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/firewall/rules"
     * @see "PVE source: PVE/API2/Firewall/Rules.pm create_rule"
     */
    public static Request<Done> addRule(String node, VmId id, FirewallRule rule, String label) {
        Map<String, String> parameters = new HashMap<>(rule.options());
        parameters.put("type", rule.type());
        parameters.put("action", rule.action());
        parameters.put("enable", rule.enabled() ? "1" : "0");
        return Request.of(
                Method.POST, path(node, id, "rules"), parameters, "create a firewall rule of " + label, Done::read);
    }

    /**
     * Deletes a rule. Those behind it move up.
     *
     * @param position from 0
     * @see "PVE API: DELETE /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}"
     */
    public static Request<Done> deleteRule(String node, VmId id, int position, String label) {
        return Request.of(
                Method.DELETE,
                path(node, id, "rules/" + position),
                Map.of(),
                "delete a firewall rule of " + label,
                Done::read);
    }

    static SortedMap<String, String> readOptions(JsonNode data) {
        SortedMap<String, String> options = new TreeMap<>(Json.options(data));
        options.remove("digest");
        return options;
    }

    static FirewallRule readRule(JsonNode rule) {
        SortedMap<String, String> options = new TreeMap<>();
        for (String option : FirewallRule.OPTIONS) {
            String value = Json.text(rule, option);
            if (!value.isEmpty()) {
                options.put(option, value);
            }
        }
        boolean enabled = !rule.has("enable") || Json.number(rule, "enable") != 0;
        return new FirewallRule(Json.text(rule, "type"), Json.text(rule, "action"), enabled, options);
    }

    private static String path(String node, VmId id, String rest) {
        return NodeApi.path(node) + "/lxc/" + id + "/firewall/" + rest;
    }
}
