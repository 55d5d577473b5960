package phoenix.lab.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.http.Request;
import phoenix.lab.http.Response;
import phoenix.lab.http.Service;
import phoenix.lab.node.Node;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.rest.Rights;
import phoenix.lab.rest.Verb;
import phoenix.lab.task.TaskEndpoints;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests, in Proxmox's order: who asks; which endpoint; may they; on which node; are the parameters good; do it.
 *
 * @see "PVE source: PVE/HTTPServer.pm rest_handler, PVE/APIServer/Formatter/Standard.pm"
 */
final class Dispatcher implements Service {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BASE = "/api2/";
    private static final Set<String> FORMATS = Set.of("json", "extjs");

    private static final Caller NOBODY = new Caller("", Rights.NONE);
    private static final Caller SOME_TOKEN = new Caller("!", Rights.NONE);

    private final Router router;
    private final Identification identification;
    private final Duration refusalDelay;
    private final Journal journal;
    private final boolean forwards;

    /** Learns of every answer. */
    interface Journal {
        /** @param user who asked; empty if that is not known */
        void answered(String user, Request request, Response response);
    }

    /** Finds out who asks. */
    interface Identification {
        /** @throws ApiException 401 if nobody can be told */
        Caller caller(Request request);

        /** Whether a token asks; where no log-in is needed nobody looks closer. */
        default boolean isToken(Request request) {
            return false;
        }
    }

    /**
     * @param refusalDelay how long a 401 is held back
     * @param journal learns of every answer
     * @param forwards whether to look like Proxmox's proxy, which forwards what needs root to another daemon
     */
    Dispatcher(Router router, Identification identification, Duration refusalDelay, Journal journal, boolean forwards) {
        this.router = router;
        this.identification = identification;
        this.refusalDelay = refusalDelay;
        this.journal = journal;
        this.forwards = forwards;
    }

    /** A path below {@code /api2}: the format of the answer, and the rest. */
    private record Address(String format, String path) {}

    private static Optional<Address> address(Request request) {
        String path = RequestParams.decode(request.rawPath());
        if (!path.startsWith(BASE)) {
            return Optional.empty();
        }
        String rest = path.substring(BASE.length());
        int slash = rest.indexOf('/');
        String format = slash < 0 ? rest : rest.substring(0, slash);
        return FORMATS.contains(format)
                ? Optional.of(new Address(format, slash < 0 ? "/" : rest.substring(slash)))
                : Optional.empty();
    }

    private static boolean needsNoLogin(Verb verb, String path) {
        return path.equals("/access/ticket") && (verb == Verb.GET || verb == Verb.POST);
    }

    @Override
    public boolean admits(Request request) {
        try {
            address(request)
                    .filter(address -> !needsNoLogin(Verb.valueOf(request.method()), address.path()))
                    .ifPresent(address -> identification.caller(request));
            return true;
        } catch (ApiException refused) {
            return false;
        }
    }

    @Override
    public Response answer(Request request) {
        Optional<Address> address = address(request);
        Caller caller = identification.isToken(request) ? SOME_TOKEN : NOBODY;
        Response response;
        if (address.isEmpty()) {
            response = request.rawPath().startsWith(BASE)
                    ? Response.text(501, "no such uri")
                    : Response.text(500, "no such file '" + request.rawPath() + "'\n");
        } else {
            Verb verb = Verb.valueOf(request.method());
            try {
                caller = needsNoLogin(verb, address.get().path()) ? caller : identification.caller(request);
                response = answer(request, verb, address.get(), caller);
            } catch (ApiException refused) {
                response = Response.empty(401, refused.text()).delayed(refusalDelay);
            }
        }
        journal.answered(caller.user(), request, response);
        return response;
    }

    private Response answer(Request request, Verb verb, Address address, Caller caller) {
        try {
            Router.Match match = router.find(verb, address.path())
                    .orElseThrow(() -> ApiException.notImplemented(
                            "Method '" + verb + " " + address.path() + "' not implemented"));
            Call call = prepare(match, request, caller);
            Response response = success(match.endpoint().handler().handle(call), call, address);
            return forwards && match.endpoint().needsRoot() ? response.with("Connection", "close") : response;
        } catch (RequestParams.Unreadable broken) {
            return Response.text(500, String.valueOf(broken.getMessage()));
        } catch (ApiException refused) {
            return failure(refused, address);
        } catch (NodeException failed) {
            return failure(ApiException.failure(String.valueOf(failed.getMessage())), address);
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "cannot answer " + verb + " " + address.path(), broken);
            return failure(ApiException.failure(String.valueOf(broken.getMessage())), address);
        }
    }

    private static Call prepare(Router.Match match, Request request, Caller caller) throws RequestParams.Unreadable {
        Endpoint endpoint = match.endpoint();
        Map<String, Object> params = new LinkedHashMap<>(match.variables());
        new TreeMap<>(RequestParams.of(request)).forEach((name, value) -> {
            Object inPath = params.put(name, value);
            if (inPath != null && !inPath.equals(value)) {
                throw ApiException.parameter(
                        name, "duplicate parameter (already defined in URI) with conflicting values!");
            }
        });
        if (caller.isToken() && !endpoint.tokens()) {
            throw ApiException.forbidden("URI '" + Permission.fill(endpoint.path(), params)
                    + "' not available with API token, need proper ticket.\n");
        }
        new PermissionCheck(caller, params).require(endpoint.permission());
        checkNode(params);
        return checked(caller, endpoint, params);
    }

    private static void checkNode(Map<String, Object> params) {
        String node = String.valueOf(params.getOrDefault("node", params.getOrDefault("check-node", Node.NAME)));
        if (!node.equals(Node.NAME) && !node.equals("localhost")) {
            throw ApiException.failure("hostname lookup '" + node + "' failed - failed to get address info for: " + node
                    + ": Name or service not known");
        }
    }

    private static Call checked(Caller caller, Endpoint endpoint, Map<String, Object> params) {
        Map<String, Object> normal = endpoint.parameters().normalise(params);
        Map<String, String> problems = endpoint.parameters().problems(normal);
        if (!problems.isEmpty()) {
            throw ApiException.parameters(problems);
        }
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        normal.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                lists.put(name, list.stream().map(String::valueOf).toList());
            } else {
                values.put(name, value.toString());
            }
        });
        return new Call(caller, values, lists);
    }

    private static Response success(@Nullable Object data, Call call, Address address) {
        if (data instanceof TaskEndpoints.Download download) {
            return new Response(200, "OK", Map.of("Content-Type", "text/plain"), download.text(), Duration.ZERO);
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("data", data);
        if (call.total() > 0) {
            body.put("total", call.total());
        }
        if (!call.changes().isEmpty()) {
            body.put("changes", call.changes());
        }
        if (address.format().equals("extjs")) {
            body.put("success", 1);
        }
        return json(200, "OK", body);
    }

    private Response failure(ApiException refused, Address address) {
        // Proxmox's handlers die with a line break at the end; its router does not.
        String message = refused.status() == 501 ? refused.text() : refused.text() + "\n";
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("data", null);
        if (!refused.errors().isEmpty()) {
            body.put("errors", refused.errors());
        }
        body.put("message", message);
        if (address.format().equals("extjs")) {
            body.put("success", 0);
            body.put("status", refused.status());
            return json(200, "OK", body);
        }
        Response response = json(refused.status(), refused.text(), body);
        return refused.status() == 401 ? response.delayed(refusalDelay) : response;
    }

    private static Response json(int status, String reason, Map<String, ?> body) {
        return new Response(
                status,
                reason,
                Map.of("Content-Type", "application/json;charset=UTF-8"),
                JSON.writeValueAsString(body),
                Duration.ZERO);
    }
}
