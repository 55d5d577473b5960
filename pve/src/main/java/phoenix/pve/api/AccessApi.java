package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Requests about Proxmox's users and what they may do. */
public final class AccessApi {
    private AccessApi() {}

    /**
     * The comments of all users, by their names with their realms; empty where a user has none.
     *
     * @see "PVE API: GET /access/users"
     */
    public static Request<Map<String, String>> users() {
        return Request.of(Method.GET, "/access/users", Map.of(), "list Proxmox's users", AccessApi::comments);
    }

    private static Map<String, String> comments(JsonNode data) {
        return Json.list(data, user -> Map.entry(Json.text(user, "userid"), Json.text(user, "comment"))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
    }

    /**
     * Makes a user known to Proxmox; one of realm {@code pam} logs in with the system's password.
     *
     * @see "PVE API: POST /access/users"
     */
    public static Request<Done> createUser(String user, String comment) {
        return Request.of(
                Method.POST,
                "/access/users",
                Map.of("userid", user, "comment", comment),
                "make Proxmox's user " + user,
                Done::read);
    }

    /**
     * All roles, each with its privileges.
     *
     * @see "PVE API: GET /access/roles"
     */
    public static Request<Map<String, SortedSet<String>>> roles() {
        return Request.of(Method.GET, "/access/roles", Map.of(), "list the roles", data -> {
            Map<String, SortedSet<String>> roles = new HashMap<>();
            Json.list(data, role -> role)
                    .forEach(role -> roles.put(
                            Json.text(role, "roleid"),
                            Stream.of(Json.text(role, "privs").split(","))
                                    .filter(privilege -> !privilege.isEmpty())
                                    .collect(Collectors.toCollection(TreeSet::new))));
            return roles;
        });
    }

    /**
     * Makes a role.
     *
     * @param privileges with commas between them
     * @see "PVE API: POST /access/roles"
     */
    public static Request<Done> createRole(String role, String privileges) {
        return Request.of(
                Method.POST,
                "/access/roles",
                Map.of("roleid", role, "privs", privileges),
                "make the role " + role,
                Done::read);
    }

    /**
     * Gives a role other privileges.
     *
     * @param privileges all of them, with commas between them
     * @see "PVE API: PUT /access/roles/{roleid}"
     */
    public static Request<Done> setRole(String role, String privileges) {
        return Request.of(
                Method.PUT,
                "/access/roles/" + FormEncoding.encode(role),
                Map.of("privs", privileges),
                "give the role " + role + " its privileges",
                Done::read);
    }

    /**
     * Deletes a role, and takes it away from all who have it.
     *
     * @see "PVE API: DELETE /access/roles/{roleid}"
     */
    public static Request<Done> deleteRole(String role) {
        return Request.of(
                Method.DELETE,
                "/access/roles/" + FormEncoding.encode(role),
                Map.of(),
                "delete the role " + role,
                Done::read);
    }

    /**
     * What users may do where.
     *
     * @param subject the user, group or token
     */
    public record Rule(String path, String subject, String role, boolean propagate) {}

    /**
     * All rules.
     *
     * @see "PVE API: GET /access/acl"
     */
    public static Request<List<Rule>> rules() {
        return Request.of(
                Method.GET,
                "/access/acl",
                Map.of(),
                "list what users may do",
                data -> Json.list(
                        data,
                        rule -> new Rule(
                                Json.text(rule, "path"),
                                Json.text(rule, "ugid"),
                                Json.text(rule, "roleid"),
                                Json.flag(rule, "propagate"))));
    }

    /**
     * Gives a user a role, or takes it away.
     *
     * @see "PVE API: PUT /access/acl"
     */
    public static Request<Done> setRule(String path, String user, String role, boolean delete) {
        return Request.of(
                Method.PUT,
                "/access/acl",
                delete
                        ? Map.of("path", path, "users", user, "roles", role, "delete", "1")
                        : Map.of("path", path, "users", user, "roles", role),
                (delete ? "take role " + role + " from " : "give role " + role + " to ") + user,
                Done::read);
    }
}
