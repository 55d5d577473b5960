package phoenix.pve.api;

import java.util.List;
import java.util.Map;

/** Requests about Proxmox's users and what they may do. */
public final class AccessApi {
    private AccessApi() {}

    /**
     * The names of all users, with their realms.
     *
     * @see "PVE API: GET /access/users"
     */
    public static Request<List<String>> users() {
        return Request.of(
                Method.GET,
                "/access/users",
                Map.of(),
                "list Proxmox's users",
                data -> Json.list(data, user -> Json.text(user, "userid")));
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
