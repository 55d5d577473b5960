package phoenix.lab.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * Log-in, API tokens, and what the caller may do.
 *
 * @see "PVE source: PVE/API2/AccessControl.pm, PVE/API2/User.pm"
 */
public final class AccessEndpoints {
    private static final Permission SELF_OR_GROUPS =
            new Permission.Either(List.of(new Permission.Self(), new Permission.OnGroups(List.of("User.Modify"))));
    private static final List<String> SHOWN_PATHS =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");

    private final UserStore store;
    private final Tickets tickets;
    private final Authenticator authenticator;
    private final StoredRights rights;
    private final String rootPassword;

    public AccessEndpoints(
            UserStore store, Tickets tickets, Authenticator authenticator, StoredRights rights, String rootPassword) {
        this.store = store;
        this.tickets = tickets;
        this.authenticator = authenticator;
        this.rights = rights;
        this.rootPassword = rootPassword;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/access/ticket").allow(new Permission.World()).handledBy(call -> null),
                Endpoint.post("/access/ticket")
                        .with(
                                Param.string("username").maxLength(64),
                                Param.string("realm")
                                        .optional()
                                        .format("pve-realm")
                                        .maxLength(32),
                                Param.string("password"),
                                Param.string("otp").optional(),
                                Param.string("path")
                                        .optional()
                                        .requires("privs")
                                        .maxLength(64),
                                Param.string("privs")
                                        .optional()
                                        .format("pve-priv-list")
                                        .requires("path")
                                        .maxLength(64),
                                Param.bool("new-format").optional().byDefault(true),
                                Param.string("tfa-challenge").optional())
                        .allow(new Permission.World())
                        .noTokens()
                        .handledBy(this::logIn),
                Endpoint.get("/access/users/{userid}/token")
                        .with(userId())
                        .allow(SELF_OR_GROUPS)
                        .handledBy(this::tokens),
                Endpoint.get("/access/users/{userid}/token/{tokenid}")
                        .with(userId(), tokenId())
                        .allow(SELF_OR_GROUPS)
                        .handledBy(call -> token(call).json()),
                Endpoint.post("/access/users/{userid}/token/{tokenid}")
                        .with(userId(), tokenId())
                        .with(tokenOptions())
                        .allow(SELF_OR_GROUPS)
                        .handledBy(this::makeToken),
                Endpoint.put("/access/users/{userid}/token/{tokenid}")
                        .with(userId(), tokenId())
                        .with(tokenOptions())
                        .allow(SELF_OR_GROUPS)
                        .handledBy(this::updateToken),
                Endpoint.delete("/access/users/{userid}/token/{tokenid}")
                        .with(userId(), tokenId())
                        .allow(SELF_OR_GROUPS)
                        .handledBy(this::removeToken),
                Endpoint.get("/access/permissions")
                        .with(
                                Param.string("path").optional(),
                                Param.string("userid")
                                        .optional()
                                        .pattern(
                                                "(?:^(?:[^\\s:/]+)\\@(?:[A-Za-z][A-Za-z0-9\\.\\-_]+)(?:!(?:[A-Za-z][A-Za-z0-9\\.\\-_]+))?$)"))
                        .allowAnyUser()
                        .handledBy(this::permissions));
    }

    private static Param userId() {
        return Param.string("userid").format("pve-userid").maxLength(64);
    }

    private static Param tokenId() {
        return Param.string("tokenid").pattern("(?:[A-Za-z][A-Za-z0-9\\.\\-_]+)");
    }

    private static List<Param> tokenOptions() {
        return List.of(
                Param.string("comment").optional(),
                Param.integer("expire").optional().defaultComputed().minimum(0),
                Param.bool("privsep").optional().byDefault(true));
    }

    private Object logIn(Call call) {
        String user =
                call.text("username") + call.find("realm").map("@"::concat).orElse("");
        if (!authenticator.isEnabled(user) || !isPassword(user, call.text("password"))) {
            throw ApiException.unauthorised("authentication failure");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("username", user);
        answer.put("ticket", tickets.ticket(user));
        answer.put("CSRFPreventionToken", tickets.csrfToken(user));
        answer.put("cap", capabilities(user));
        return answer;
    }

    /** A password is the user's, or a ticket: one's own, or root's for anybody. */
    private boolean isPassword(String user, String password) {
        String ofTicket = tickets.user(password).orElse("");
        if (!ofTicket.isEmpty()) {
            return ofTicket.equals(Caller.ROOT) || ofTicket.equals(user);
        }
        if (user.equals(Caller.ROOT)) {
            return MessageDigest.isEqual(
                    rootPassword.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        }
        return store.isPassword(user, password);
    }

    private Map<String, Map<String, Integer>> capabilities(String user) {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("vms", "(?:VM\\.|Permissions\\.Modify).*");
        kinds.put("access", "(?:(?:User|Group)\\.|Permissions\\.Modify).*");
        kinds.put("storage", "(?:Datastore\\.|Permissions\\.Modify).*");
        kinds.put("nodes", "(?:Sys\\.|Permissions\\.Modify).*");
        kinds.put("sdn", "(?:SDN\\.|Permissions\\.Modify).*");
        kinds.put("dc", "(?:Sys\\.Audit|Sys\\.Modify|SDN\\.).*");
        kinds.put("mapping", "(?:Mapping\\.|Permissions\\.Modify).*");
        Map<String, Map<String, Integer>> capabilities = new LinkedHashMap<>();
        kinds.forEach((kind, wanted) -> {
            String path = kind.equals("dc") ? "/" : kind.equals("access") ? "/access/groups" : "/" + kind;
            Map<String, Integer> some = new TreeMap<>();
            rights.privileges(user, path).stream()
                    .filter(privilege -> privilege.matches(wanted))
                    .forEach(privilege -> some.put(privilege, 1));
            capabilities.put(kind, some);
        });
        return capabilities;
    }

    private Object tokens(Call call) {
        return UserEndpoints.tokens(user(call.text("userid")));
    }

    private User user(String id) {
        User user = store.read().users().get(id);
        if (user == null) {
            throw ApiException.failure("no such user ('" + id + "')");
        }
        return user;
    }

    private Token token(Call call) {
        String user = call.text("userid");
        String id = call.text("tokenid");
        Token token = user(user).tokens().get(id);
        if (token == null) {
            throw ApiException.failure("no such token '" + id + "' for user '" + user + "'");
        }
        return token;
    }

    private Object makeToken(Call call) {
        String user = call.text("userid");
        String id = call.text("tokenid");
        if (user(user).tokens().containsKey(id)) {
            throw ApiException.parameter("tokenid", "Token already exists.");
        }
        Token token =
                new Token(call.number("expire", 0), call.text("privsep", "1").equals("1"), call.text("comment", ""));
        String secret = store.makeToken(user, id, token);
        Map<String, Object> info = token.json();
        info.remove("expire");
        info.putAll(asGiven(call));
        return Map.of("info", info, "value", secret, "full-tokenid", user + "!" + id);
    }

    private Object updateToken(Call call) {
        Token before = token(call);
        Token after = new Token(
                call.number("expire", before.expire()),
                call.text("privsep", before.separated() ? "1" : "0").equals("1"),
                call.find("comment").filter(text -> !text.isEmpty()).orElse(before.comment()));
        store.updateToken(call.text("userid"), call.text("tokenid"), after);
        Map<String, Object> info = after.json();
        info.putAll(asGiven(call));
        return info;
    }

    /** What was given is answered as it came, as text; what was not, and what is read from the file, as a number. */
    private static Map<String, String> asGiven(Call call) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : List.of("expire", "privsep")) {
            call.find(name).ifPresent(value -> given.put(name, value));
        }
        return given;
    }

    private @Nullable Object removeToken(Call call) {
        token(call);
        store.removeToken(call.text("userid"), call.text("tokenid"));
        return null;
    }

    private Object permissions(Call call) {
        String caller = call.caller().user();
        String user = call.text("userid", caller);
        boolean ownToken = user.startsWith(caller + "!");
        if (!user.equals(caller) && !ownToken) {
            call.caller().check("/access", "Sys.Audit");
        }
        Map<String, Map<String, Integer>> answer = new TreeMap<>();
        List<String> paths = call.find("path").map(List::of).orElse(SHOWN_PATHS);
        for (String path : paths) {
            Map<String, Integer> here = new TreeMap<>();
            rights.privileges(user, path).forEach(privilege -> here.put(privilege, 1));
            if (!here.isEmpty() || call.find("path").isPresent()) {
                answer.put(path, here);
            }
        }
        return answer;
    }
}
