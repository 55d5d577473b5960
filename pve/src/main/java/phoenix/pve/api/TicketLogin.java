package phoenix.pve.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The ticket of a user who logs in with a password. It is valid for two hours, so a new one is fetched well before.
 *
 * <p>Safe for use by several threads: one logs in, the others wait for it.
 *
 * @see "PVE source: PVE/API2/AccessControl.pm create_ticket"
 */
final class TicketLogin {
    private static final Duration GOOD_FOR = Duration.ofMinutes(90);

    private final HttpWire wire;
    private final Credentials.Password credentials;
    private final InstantSource clock;
    private @Nullable Ticket current;

    TicketLogin(HttpWire wire, Credentials.Password credentials, InstantSource clock) {
        this.wire = wire;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** @param csrf goes with every request that is not a GET */
    record Ticket(Secret ticket, Secret csrf, Instant since) {
        Map<String, String> headers(Method method) {
            String cookie = "PVEAuthCookie=" + ticket.reveal();
            return method == Method.GET
                    ? Map.of("Cookie", cookie)
                    : Map.of("Cookie", cookie, "CSRFPreventionToken", csrf.reveal());
        }
    }

    /** The ticket; fetched if there is none or it grows old. */
    synchronized Ticket ticket() {
        Ticket known = current;
        if (known == null || clock.instant().isAfter(known.since().plus(GOOD_FOR))) {
            known = fetch();
            current = known;
        }
        return known;
    }

    /** A ticket other than the one that was refused; fetched unless another thread did so meanwhile. */
    synchronized Ticket insteadOf(Ticket refused) {
        if (refused.equals(current)) {
            current = null;
        }
        return ticket();
    }

    private Ticket fetch() {
        String purpose = "log in as " + credentials.user();
        HttpExchange.Answer answer = wire.exchange(
                Method.POST,
                "/access/ticket",
                Map.of(
                        "username",
                        credentials.user(),
                        "password",
                        credentials.password().reveal()),
                Map.of(),
                purpose,
                true);
        JsonNode data = AnswerReader.data(answer, purpose);
        if (Json.flag(data, "NeedTFA")) {
            throw new PveException.Denied(
                    "cannot " + purpose + ": a second factor is asked for",
                    "use an API token (PROXMOX_VE_API_TOKEN), which needs none");
        }
        return new Ticket(
                new Secret(Json.text(data, "ticket")),
                new Secret(Json.text(data, "CSRFPreventionToken")),
                clock.instant());
    }
}
