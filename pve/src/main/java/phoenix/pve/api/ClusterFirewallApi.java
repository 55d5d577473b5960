package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import phoenix.pve.FirewallRule;

/** Requests about the firewalls of the cluster and of a node. */
public final class ClusterFirewallApi {
    private static final String CLUSTER = "/cluster/firewall";

    private ClusterFirewallApi() {}

    /** Where a list of rules is found: the cluster's own, a node's, or a security group's. */
    public record RuleList(String path, String label) {
        public static RuleList ofCluster() {
            return new RuleList(CLUSTER + "/rules", "the cluster");
        }

        public static RuleList ofNode(String node) {
            return new RuleList(NodeApi.path(node) + "/firewall/rules", "node " + node);
        }

        public static RuleList ofGroup(String group) {
            return new RuleList(CLUSTER + "/groups/" + group, "security group " + group);
        }
    }

    /**
     * The options that somebody set.
     *
     * @see "PVE API: GET /cluster/firewall/options"
     */
    public static Request<SortedMap<String, String>> options() {
        return Request.of(
                Method.GET,
                CLUSTER + "/options",
                Map.of(),
                "read the cluster's firewall options",
                FirewallApi::readOptions);
    }

    /**
     * Sets options.
     *
     * @see "PVE API: PUT /cluster/firewall/options"
     */
    public static Request<Done> setOptions(Map<String, String> options) {
        return Request.of(Method.PUT, CLUSTER + "/options", options, "set the cluster's firewall options", Done::read);
    }

    /**
     * The options that somebody set on a node.
     *
     * @see "PVE API: GET /nodes/{node}/firewall/options"
     */
    public static Request<SortedMap<String, String>> nodeOptions(String node) {
        return Request.of(
                Method.GET,
                NodeApi.path(node) + "/firewall/options",
                Map.of(),
                "read the firewall options of node " + node,
                FirewallApi::readOptions);
    }

    /**
     * Sets options of a node.
     *
     * @see "PVE API: PUT /nodes/{node}/firewall/options"
     */
    public static Request<Done> setNodeOptions(String node, Map<String, String> options) {
        return Request.of(
                Method.PUT,
                NodeApi.path(node) + "/firewall/options",
                options,
                "set the firewall options of node " + node,
                Done::read);
    }

    /**
     * The rules in the order in which they are tried.
     *
     * @see "PVE API: GET /cluster/firewall/rules"
     */
    public static Request<List<FirewallRule>> rules(RuleList list) {
        return Request.of(
                Method.GET,
                list.path(),
                Map.of(),
                "list the firewall rules of " + list.label(),
                data -> Json.list(data, FirewallApi::readRule));
    }

    /**
     * Puts a rule before all others.
     *
     * @see "PVE API: POST /cluster/firewall/rules"
     */
    public static Request<Done> addRule(RuleList list, FirewallRule rule) {
        Map<String, String> parameters = new HashMap<>(rule.options());
        parameters.put("type", rule.type());
        parameters.put("action", rule.action());
        parameters.put("enable", rule.enabled() ? "1" : "0");
        return Request.of(
                Method.POST, list.path(), parameters, "create a firewall rule of " + list.label(), Done::read);
    }

    /**
     * Deletes a rule. Those behind it move up.
     *
     * @see "PVE API: DELETE /cluster/firewall/rules/{pos}"
     */
    public static Request<Done> deleteRule(RuleList list, int position) {
        return Request.of(
                Method.DELETE,
                list.path() + "/" + position,
                Map.of(),
                "delete a firewall rule of " + list.label(),
                Done::read);
    }

    /**
     * Makes a security group without rules.
     *
     * @see "PVE API: POST /cluster/firewall/groups"
     */
    public static Request<Done> addGroup(String group, String comment) {
        return Request.of(
                Method.POST,
                CLUSTER + "/groups",
                Map.of("group", group, "comment", comment),
                "make security group " + group,
                Done::read);
    }

    /**
     * Deletes a security group, which has to be without rules. Rules that name it stay, and mean nothing any more.
     *
     * @see "PVE API: DELETE /cluster/firewall/groups/{group}"
     */
    public static Request<Done> deleteGroup(String group) {
        return Request.of(
                Method.DELETE, CLUSTER + "/groups/" + group, Map.of(), "delete security group " + group, Done::read);
    }

    /**
     * Makes a set without addresses.
     *
     * @see "PVE API: POST /cluster/firewall/ipset"
     */
    public static Request<Done> addSet(String name, String comment) {
        return Request.of(
                Method.POST,
                CLUSTER + "/ipset",
                Map.of("name", name, "comment", comment),
                "make set of addresses " + name,
                Done::read);
    }

    /**
     * Deletes a set with the addresses in it. Rules that name it stay, and cannot be put in force any more.
     *
     * @see "PVE API: DELETE /cluster/firewall/ipset/{name}"
     */
    public static Request<Done> deleteSet(String name) {
        return Request.of(
                Method.DELETE,
                CLUSTER + "/ipset/" + name,
                Map.of("force", "1"),
                "delete set of addresses " + name,
                Done::read);
    }

    /**
     * Puts an address into a set.
     *
     * @see "PVE API: POST /cluster/firewall/ipset/{name}"
     */
    public static Request<Done> addToSet(String name, String address) {
        return Request.of(
                Method.POST,
                CLUSTER + "/ipset/" + name,
                Map.of("cidr", address),
                "put " + address + " into set " + name,
                Done::read);
    }

    /**
     * Takes an address out of a set.
     *
     * @see "PVE API: DELETE /cluster/firewall/ipset/{name}/{cidr}"
     */
    public static Request<Done> removeFromSet(String name, String address) {
        return Request.of(
                Method.DELETE,
                CLUSTER + "/ipset/" + name + "/" + address.replace("/", "%2F").replace(":", "%3A"),
                Map.of(),
                "take " + address + " out of set " + name,
                Done::read);
    }
}
