package phoenix.lab.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.http.Request;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Rights;

/**
 * Finds out who sends a request: by cookie, by a ticket in the {@code Authorization} header, or by API token, in this order.
 *
 * @see "PVE source: PVE/HTTPServer.pm auth_handler"
 */
public final class Authenticator {
    private static final Pattern TICKET = Pattern.compile("(?:^|\\s)PVEAuthCookie[= ]([^;]*)");
    private static final Pattern TOKEN = Pattern.compile("(?:^|\\s)PVEAPIToken[= ]([^;]*)");

    private final UserStore store;
    private final Tickets tickets;
    private final Rights rights;
    private final Clock clock;

    public Authenticator(UserStore store, Tickets tickets, Rights rights, Clock clock) {
        this.store = store;
        this.tickets = tickets;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * Who sends this request.
     *
     * @throws ApiException 401, with the text that stands in the reason phrase
     */
    public Caller caller(Request request) {
        String authorization = request.header("Authorization").orElse("");
        Optional<String> ticket =
                value(TICKET, request.header("Cookie").orElse("")).or(() -> value(TICKET, authorization));
        if (ticket.isEmpty()) {
            return value(TOKEN, authorization)
                    .map(this::byToken)
                    .orElseThrow(() -> ApiException.unauthorised("No ticket"));
        }
        String user = tickets.user(ticket.get())
                .filter(this::isEnabled)
                .orElseThrow(() -> ApiException.unauthorised("Authentication failed!"));
        boolean changing = !request.method().equals("GET");
        if (changing
                && !tickets.isCsrfToken(request.header("CSRFPreventionToken").orElse(""), user)) {
            throw ApiException.unauthorised("Permission denied - invalid csrf token");
        }
        return new Caller(user, rights);
    }

    /** Whether a request would be a token's. */
    public boolean isToken(Request request) {
        return value(TICKET, request.header("Cookie").orElse("")).isEmpty()
                && value(TOKEN, request.header("Authorization").orElse("")).isPresent();
    }

    private static Optional<String> value(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find() || matcher.group(1).isEmpty()) {
            return Optional.empty();
        }
        // A plus sign stands for itself here; only percent signs are special.
        String escaped = matcher.group(1).strip().replace("+", "%2B");
        try {
            return Optional.of(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.of(matcher.group(1).strip());
        }
    }

    private Caller byToken(String header) {
        int equals = header.lastIndexOf('=');
        String id = equals < 0 ? "" : header.substring(0, equals);
        int mark = id.indexOf('!');
        boolean good = mark > 0
                && isEnabled(id.substring(0, mark))
                && store.read()
                        .token(id.substring(0, mark), id.substring(mark + 1))
                        .filter(token -> token.expire() == 0
                                || token.expire() >= clock.instant().getEpochSecond())
                        .isPresent()
                && store.isSecret(id, header.substring(equals + 1));
        if (!good) {
            throw ApiException.unauthorised("Authentication failed!");
        }
        return new Caller(id, rights);
    }

    boolean isEnabled(String user) {
        User found = store.read().users().get(user);
        return found != null
                && found.enabled()
                && (found.expire() == 0 || found.expire() >= clock.instant().getEpochSecond());
    }
}
