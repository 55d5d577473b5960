package phoenix.pve.api;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The API over HTTPS. A run of GETs shares a connection, which is kept for some seconds; every change gets one of its own, since on a kept one that the
 * node is just closing nobody could tell whether the change was made.
 *
 * <p>A call is sent once, with two exceptions that cannot do harm: a GET goes out again when a kept connection had just been closed, and a
 * call that was refused for an old ticket goes out again with a new one.
 *
 * @see "PVE source: PVE/APIServer/AnyEvent.pm"
 */
public final class HttpsTransport implements Transport {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /** Longer than the 30 s after which the node itself gives up on a call. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    private static final int UNAUTHORISED = 401;
    private static final int PORT_OF_NOTHING = 9;

    private final URI endpoint;
    private final Credentials credentials;
    private final HttpWire wire;
    private final @Nullable TicketLogin login;

    /**
     * Opens nothing yet: the first call does.
     *
     * @param endpoint {@code https://host:8006}, with or without a slash or {@code /api2/json} at its end
     * @throws IllegalArgumentException if it is none
     */
    public HttpsTransport(URI endpoint, Credentials credentials, CertificateTrust trust) {
        this(endpoint, credentials, trust, CONNECT_LIMIT, READ_LIMIT, InstantSource.system());
    }

    /**
     * The same with limits of one's own.
     *
     * @param clock tells when a ticket grows old
     */
    public HttpsTransport(
            URI endpoint,
            Credentials credentials,
            CertificateTrust trust,
            Duration connectLimit,
            Duration readLimit,
            InstantSource clock) {
        this.endpoint = normal(endpoint);
        this.credentials = credentials;
        SSLContext tls = trust.tls();
        this.wire = new HttpWire(
                this.endpoint,
                new HttpExchange.Settings(tls, tls.getSocketFactory(), trust.verifier(), connectLimit, readLimit));
        this.login =
                credentials instanceof Credentials.Password password ? new TicketLogin(wire, password, clock) : null;
    }

    private static URI normal(URI endpoint) {
        if (!"https".equalsIgnoreCase(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + endpoint + "' is no address of a node: it is written https://host:8006");
        }
        return URI.create(endpoint.toString().replaceFirst("/*(?:api2(?:/json)?/*)?$", ""));
    }

    @Override
    public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
        if (login != null) {
            return AnswerReader.data(withTicket(login, method, path, parameters, purpose), purpose);
        }
        return AnswerReader.data(
                exchange(method, path, parameters, Map.of("Authorization", tokenHeader()), purpose), purpose);
    }

    private String tokenHeader() {
        if (credentials instanceof Credentials.ApiToken token) {
            return "PVEAPIToken=" + token.user() + "=" + token.value().reveal();
        }
        throw new IllegalStateException("unknown credentials: " + credentials.user());
    }

    private HttpExchange.Answer withTicket(
            TicketLogin tickets, Method method, String path, Map<String, String> parameters, String purpose) {
        TicketLogin.Ticket ticket = tickets.ticket();
        HttpExchange.Answer answer = exchange(method, path, parameters, ticket.headers(method), purpose);
        if (answer.status() != UNAUTHORISED) {
            return answer;
        }
        TicketLogin.Ticket fresh = tickets.insteadOf(ticket);
        return exchange(method, path, parameters, fresh.headers(method), purpose);
    }

    private HttpExchange.Answer exchange(
            Method method, String path, Map<String, String> parameters, Map<String, String> headers, String purpose) {
        return wire.exchange(method, path, parameters, headers, purpose, method == Method.GET);
    }

    @Override
    public String where() {
        return endpoint.toString();
    }

    /** Asks the way, and sends nothing: a datagram socket knows its own address once it knows the other. */
    @Override
    public Optional<String> source() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), PORT_OF_NOTHING));
            return Optional.of(socket.getLocalAddress())
                    .filter(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress())
                    .map(InetAddress::getHostAddress);
        } catch (SocketException | UncheckedIOException | IllegalArgumentException noWay) {
            return Optional.empty();
        }
    }

    @Override
    public boolean actsAsRoot() {
        return credentials.actsAsRoot();
    }

    @Override
    public void close() {
        wire.close();
    }
}
