package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.FirewallRule;
import tools.jackson.databind.JsonNode;

/** Requests about guests' firewalls. */
public final class FirewallApi {
    private FirewallApi() {}

    /**
     * The options that somebody set.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/firewall/options"
     */
    public static Request<SortedMap<String, String>> options(GuestPath guest) {
        return Request.of(
                Method.GET,
                path(guest, "options"),
                Map.of(),
                "read the firewall options of " + guest.label(),
                FirewallApi::readOptions);
    }

    /**
     * Sets options.
     *
     * @see "PVE API: PUT /nodes/{node}/{lxc|qemu}/{vmid}/firewall/options"
     */
    public static Request<Done> setOptions(GuestPath guest, Map<String, String> options, List<String> unset) {
        Map<String, String> parameters = new TreeMap<>(options);
        if (!unset.isEmpty()) {
            parameters.put("delete", String.join(",", unset));
        }
        return Request.of(
                Method.PUT,
                path(guest, "options"),
                parameters,
                "set the firewall options of " + guest.label(),
                Done::read);
    }

    /**
     * The rules in the order in which they are tried.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/firewall/rules"
     */
    public static Request<List<FirewallRule>> rules(GuestPath guest) {
        return Request.of(
                Method.GET,
                path(guest, "rules"),
                Map.of(),
                "list the firewall rules of " + guest.label(),
                data -> Json.list(data, FirewallApi::readRule));
    }

    /**
     * Puts a rule before all others: Proxmox does so whatever position it is given.
     *
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/firewall/rules"
     * @see "PVE source: PVE/API2/Firewall/Rules.pm create_rule"
     */
    public static Request<Done> addRule(GuestPath guest, FirewallRule rule) {
        Map<String, String> parameters = new HashMap<>(rule.options());
        parameters.put("type", rule.type());
        parameters.put("action", rule.action());
        parameters.put("enable", rule.enabled() ? "1" : "0");
        return Request.of(
                Method.POST,
                path(guest, "rules"),
                parameters,
                "create a firewall rule of " + guest.label(),
                Done::read);
    }

    /**
     * Deletes a rule. Those behind it move up.
     *
     * @param position from 0
     * @see "PVE API: DELETE /nodes/{node}/{lxc|qemu}/{vmid}/firewall/rules/{pos}"
     */
    public static Request<Done> deleteRule(GuestPath guest, int position) {
        return Request.of(
                Method.DELETE,
                path(guest, "rules/" + position),
                Map.of(),
                "delete a firewall rule of " + guest.label(),
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

    private static String path(GuestPath guest, String rest) {
        return guest.to("firewall/" + rest);
    }
}
