package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;
import tools.jackson.databind.JsonNode;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before all tests
class HttpsTransportTest {
    private static final Credentials TOKEN = Credentials.ApiToken.parse("phoenix@pve!test=0000-secret");
    private static final Credentials PASSWORD = new Credentials.Password("root@pam", new Secret("s3cr=t;&ü"));
    private static final String TICKET = "{\"data\":{\"ticket\":\"PVE:root@pam:%s::sig+/=\","
            + "\"CSRFPreventionToken\":\"csrf:%s\",\"username\":\"root@pam\"}}";

    @TempDir
    static Path folder;

    private static Certificates valid;
    private final AtomicLong minutes = new AtomicLong();

    @BeforeAll
    static void makeCertificate() {
        valid = Certificates.valid(folder);
    }

    private HttpsTransport transport(URI endpoint, Credentials credentials) {
        InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.get()));
        return new HttpsTransport(
                endpoint,
                credentials,
                CertificateTrust.pinned(valid.fingerprint()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                clock);
    }

    private static JsonNode get(Transport transport, String path) {
        return transport.send(Method.GET, path, new TreeMap<>(), "look at " + path);
    }

    private static JsonNode send(Transport transport, Method method, Map<String, String> parameters) {
        return transport.send(method, "/x", new TreeMap<>(parameters), "try x");
    }

    @Test
    void a_token_goes_along_with_each_call() {
        try (ScriptedNode node = new ScriptedNode(valid).then(200, "{\"data\":{\"version\":\"8.4.1\"}}");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            JsonNode data = get(transport, "/version");

            assertThat(data.path("version").stringValue()).isEqualTo("8.4.1");
            assertThat(node.asked())
                    .containsExactly(new ScriptedNode.Asked(
                            "GET", "/api2/json/version", "", null, null, "PVEAPIToken=phoenix@pve!test=0000-secret"));
            assertThat(transport.actsAsRoot()).isFalse();
        }
    }

    @Test
    void parameters_of_get_and_delete_stand_in_the_query_and_others_in_the_body() {
        Map<String, String> parameters = Map.of("net0", "name=eth0,ip=dhcp", "text", "a b;c&d+ü\n");
        String encoded = "net0=name%3Deth0%2Cip%3Ddhcp&text=a%20b%3Bc%26d%2B%C3%BC%0A";
        try (ScriptedNode node = new ScriptedNode(valid)
                        .then(200, "{\"data\":1}")
                        .then(200, "{\"data\":2}")
                        .then(200, "{\"data\":3}")
                        .then(200, "{\"data\":null}");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            for (Method method : Method.values()) {
                send(transport, method, parameters);
            }

            assertThat(node.asked())
                    .extracting(asked -> asked.method() + " " + asked.target() + " " + asked.body())
                    .containsExactly(
                            "GET /api2/json/x?" + encoded + " ",
                            "POST /api2/json/x " + encoded,
                            "PUT /api2/json/x " + encoded,
                            "DELETE /api2/json/x?" + encoded + " ");
        }
    }

    @Test
    void reads_share_a_connection_and_each_change_has_its_own() {
        try (ScriptedNode node = new ScriptedNode(valid);
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            for (int i = 0; i < 5; i++) {
                node.then(200, "{\"data\":1}");
            }

            get(transport, "/a");
            send(transport, Method.POST, Map.of());
            get(transport, "/b");
            send(transport, Method.DELETE, Map.of());
            get(transport, "/c");

            assertThat(node.connections()).isEqualTo(3);
        }
    }

    @Test
    void a_change_is_not_lost_on_a_kept_connection_that_was_closed() {
        try (RawNode node = new RawNode(valid, RawNode.json("{\"data\":1}"), RawNode.json("{\"data\":2}"));
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            get(transport, "/a");

            JsonNode data = send(transport, Method.POST, Map.of());

            assertThat(data.intValue()).isEqualTo(2);
            assertThat(node.requestLines()).containsExactly("GET /api2/json/a HTTP/1.1", "POST /api2/json/x HTTP/1.1");
        }
    }

    @Test
    void a_failed_login_is_told_in_the_words_of_its_body_too() {
        try (ScriptedNode node =
                        new ScriptedNode(valid).then(401, "{\"data\":null,\"message\":\"authentication failure\\n\"}");
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            assertThatThrownBy(() -> get(transport, "/a"))
                    .isInstanceOf(PveException.Denied.class)
                    .hasMessage("cannot log in as root@pam: authentication failure");
        }
    }

    @Test
    void errors_about_parameters_name_them() {
        try (ScriptedNode node = new ScriptedNode(valid)
                        .then(
                                400,
                                "{\"data\":null,\"errors\":{\"memory\":\"type check ('integer') failed - got 'x'\"},"
                                        + "\"message\":\"Parameter verification failed.\\n\"}");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            PveException.Rejected failure = catchThrowableOfType(
                    PveException.Rejected.class, () -> send(transport, Method.POST, Map.of("memory", "x")));

            assertThat(failure).hasMessage("cannot try x: memory: type check ('integer') failed - got 'x'");
            assertThat(failure.hint()).isEqualTo("correct memory");
        }
    }

    @Test
    void a_sentence_in_the_message_tells_the_kind_of_error() {
        try (ScriptedNode node =
                        new ScriptedNode(valid).then(500, "{\"data\":null,\"message\":\"CT is locked (disk)\\n\"}");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            assertThatThrownBy(() -> send(transport, Method.POST, Map.of()))
                    .isInstanceOf(PveException.Conflict.class)
                    .hasMessage("cannot try x: CT is locked (disk)");
        }
    }

    @Test
    void an_error_without_a_message_is_told_by_the_reason_phrase() {
        String answer = RawNode.error(500, "Configuration file 'nodes/pve/lxc/953.conf' does not exist");
        try (RawNode node = new RawNode(valid, answer);
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            assertThatThrownBy(() -> get(transport, "/nodes/pve/lxc/953/config"))
                    .isInstanceOf(PveException.NotFound.class)
                    .hasMessage("cannot look at /nodes/pve/lxc/953/config: "
                            + "Configuration file 'nodes/pve/lxc/953.conf' does not exist");
        }
    }

    @Test
    void a_wrong_token_is_denied() {
        try (RawNode node = new RawNode(valid, RawNode.error(401, "invalid token value!"));
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            PveException.Denied failure =
                    catchThrowableOfType(PveException.Denied.class, () -> send(transport, Method.POST, Map.of()));

            assertThat(failure).hasMessage("cannot try x: invalid token value!");
            assertThat(failure.hint()).isEqualTo("check the API token or the user's name and password");
        }
    }

    @Test
    void a_node_that_gives_up_on_a_call_leaves_its_outcome_open() {
        String answer = RawNode.error(596, "Connection timed out");
        try (RawNode node = new RawNode(valid, answer);
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            PveException.Unavailable failure =
                    catchThrowableOfType(PveException.Unavailable.class, () -> send(transport, Method.PUT, Map.of()));

            assertThat(failure).hasMessage("cannot try x: Connection timed out (status 596)");
            assertThat(failure.dispatched()).isTrue();
        }
    }

    @Test
    void a_password_is_exchanged_for_a_ticket_that_serves_all_calls() {
        try (ScriptedNode node = new ScriptedNode(valid)
                        .then(200, TICKET.formatted("1", "1"))
                        .then(200, "{\"data\":1}")
                        .then(200, "{\"data\":2}");
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            get(transport, "/a");
            send(transport, Method.POST, Map.of());

            assertThat(node.asked())
                    .containsExactly(
                            new ScriptedNode.Asked(
                                    "POST",
                                    "/api2/json/access/ticket",
                                    "password=s3cr%3Dt%3B%26%C3%BC&username=root%40pam",
                                    null,
                                    null,
                                    null),
                            new ScriptedNode.Asked(
                                    "GET", "/api2/json/a", "", "PVEAuthCookie=PVE:root@pam:1::sig+/=", null, null),
                            new ScriptedNode.Asked(
                                    "POST",
                                    "/api2/json/x",
                                    "",
                                    "PVEAuthCookie=PVE:root@pam:1::sig+/=",
                                    "csrf:1",
                                    null));
            assertThat(transport.actsAsRoot()).isTrue();
        }
    }

    @Test
    void a_ticket_is_renewed_before_its_two_hours_are_over() {
        try (ScriptedNode node = new ScriptedNode(valid)
                        .then(200, TICKET.formatted("1", "1"))
                        .then(200, "{\"data\":1}")
                        .then(200, TICKET.formatted("2", "2"))
                        .then(200, "{\"data\":2}");
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            get(transport, "/a");
            minutes.set(110);
            get(transport, "/b");

            assertThat(node.asked())
                    .extracting(ScriptedNode.Asked::target)
                    .containsExactly(
                            "/api2/json/access/ticket", "/api2/json/a", "/api2/json/access/ticket", "/api2/json/b");
        }
    }

    @Test
    void a_refused_ticket_is_replaced_and_the_call_sent_once_more() {
        try (ScriptedNode node = new ScriptedNode(valid)
                        .then(200, TICKET.formatted("1", "1"))
                        .then(401, "")
                        .then(200, TICKET.formatted("2", "2"))
                        .then(200, "{\"data\":\"done\"}");
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            JsonNode data = send(transport, Method.POST, Map.of("a", "b"));

            assertThat(data.stringValue()).isEqualTo("done");
            assertThat(node.asked())
                    .extracting(ScriptedNode.Asked::csrf)
                    .containsExactly(null, "csrf:1", null, "csrf:2");
            assertThat(node.asked()).extracting(ScriptedNode.Asked::body).contains("a=b");
        }
    }

    @Test
    void a_ticket_refused_twice_is_denied() {
        try (ScriptedNode node = new ScriptedNode(valid)
                        .then(200, TICKET.formatted("1", "1"))
                        .then(401, "")
                        .then(200, TICKET.formatted("2", "2"))
                        .then(401, "");
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            assertThatThrownBy(() -> get(transport, "/a")).isInstanceOf(PveException.Denied.class);
            assertThat(node.asked()).hasSize(4);
        }
    }

    @Test
    void a_wrong_password_is_denied_in_words() {
        try (RawNode node = new RawNode(valid, RawNode.error(401, "authentication failure"));
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            assertThatThrownBy(() -> get(transport, "/a"))
                    .isInstanceOf(PveException.Denied.class)
                    .hasMessage("cannot log in as root@pam: authentication failure");
            assertThat(node.requestLines()).containsExactly("POST /api2/json/access/ticket HTTP/1.1");
        }
    }

    @Test
    void a_second_factor_needs_a_token_instead() {
        try (ScriptedNode node = new ScriptedNode(valid).then(200, "{\"data\":{\"ticket\":\"half\",\"NeedTFA\":1}}");
                HttpsTransport transport = transport(node.endpoint(), PASSWORD)) {
            PveException.Denied failure = catchThrowableOfType(PveException.Denied.class, () -> get(transport, "/a"));

            assertThat(failure).hasMessage("cannot log in as root@pam: a second factor is asked for");
            assertThat(failure.hint()).contains("PROXMOX_VE_API_TOKEN");
        }
    }

    @Test
    void an_answer_that_is_no_http_is_no_node() {
        try (RawNode node = new RawNode(valid, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            assertThatThrownBy(() -> get(transport, "/version"))
                    .isInstanceOf(PveException.Unavailable.class)
                    .hasMessageStartingWith("cannot look at /version: no answer from " + node.endpoint() + ": ");
        }
    }

    @Test
    void an_answer_that_is_no_json_is_no_node() {
        try (ScriptedNode node = new ScriptedNode(valid).then(200, "<html>Welcome to nginx</html>");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            PveException.Unavailable failure =
                    catchThrowableOfType(PveException.Unavailable.class, () -> get(transport, "/version"));

            assertThat(failure)
                    .hasMessageStartingWith(
                            "cannot look at /version: this is no answer of Proxmox VE's API: the answer is not JSON: ");
            assertThat(failure.hint()).contains("port 8006");
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (ScriptedNode node = new ScriptedNode(valid).then(302, "");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            assertThatThrownBy(() -> get(transport, "/version")).hasMessageContaining("HTTP status 302");
        }
    }

    @Test
    void a_get_goes_out_again_when_its_kept_connection_turns_out_to_be_closed() {
        try (RawNode node = new RawNode(valid, RawNode.json("{\"data\":1}"), RawNode.json("{\"data\":2}"));
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            get(transport, "/a");

            JsonNode data = get(transport, "/b");

            assertThat(data.intValue()).isEqualTo(2);
            assertThat(node.requestLines()).containsExactly("GET /api2/json/a HTTP/1.1", "GET /api2/json/b HTTP/1.1");
        }
    }

    @Test
    void nothing_but_a_get_goes_out_again() {
        for (Method method : new Method[] {Method.POST, Method.PUT, Method.DELETE}) {
            try (RawNode node = new RawNode(valid, "");
                    HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
                PveException.Unavailable failure = catchThrowableOfType(
                        PveException.Unavailable.class, () -> send(transport, method, Map.of("a", "b")));

                assertThat(failure.dispatched()).isTrue();
                assertThat(failure.hint()).isEqualTo("look whether it was done, then run again");
                assertThat(node.requestLines()).as(method.name()).hasSize(1);
            }
        }
    }

    @Test
    void a_get_that_is_never_answered_goes_out_twice_at_most() {
        try (RawNode node = new RawNode(valid, "");
                HttpsTransport transport = transport(node.endpoint(), TOKEN)) {
            assertThatThrownBy(() -> get(transport, "/a")).isInstanceOf(PveException.Unavailable.class);
            assertThat(node.requestLines()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_port_where_nobody_listens_was_not_reached() {
        try (HttpsTransport transport = transport(URI.create("https://127.0.0.1:1"), TOKEN)) {
            PveException.Unavailable failure =
                    catchThrowableOfType(PveException.Unavailable.class, () -> send(transport, Method.POST, Map.of()));

            assertThat(failure).hasMessage("cannot try x: https://127.0.0.1:1 cannot be reached: Connection refused");
            assertThat(failure.dispatched()).isFalse();
        }
    }

    @Test
    void a_node_that_never_answers_is_given_up_on() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpsTransport transport = new HttpsTransport(
                        URI.create("https://127.0.0.1:" + silent.getLocalPort()),
                        TOKEN,
                        CertificateTrust.pinned(valid.fingerprint()),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        InstantSource.system())) {
            assertThatThrownBy(() -> get(transport, "/a"))
                    .isInstanceOf(PveException.Unavailable.class)
                    .hasMessageContaining("no answer in time");
        }
    }

    @Test
    void an_interrupt_is_obeyed_at_once_and_stays_set() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpsTransport transport = transport(URI.create("https://127.0.0.1:" + silent.getLocalPort()), TOKEN)) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    get(transport, "/a");
                } catch (PveException e) {
                    flag.complete(Thread.currentThread().isInterrupted());
                    failure.complete(e);
                }
            });
            caller.start();
            silent.accept(); // the call is on its way

            caller.interrupt();

            assertThat(failure.orTimeout(3, TimeUnit.SECONDS).join()).isInstanceOf(PveException.Interrupted.class);
            assertThat(flag.join()).isTrue();
        }
    }

    @Test
    void the_endpoint_is_taken_in_all_its_spellings() {
        for (String ending : new String[] {"", "/", "/api2/json", "/api2/json/", "/api2"}) {
            try (HttpsTransport transport = transport(URI.create("https://10.0.0.2:8006" + ending), TOKEN)) {
                assertThat(transport.where()).isEqualTo("https://10.0.0.2:8006");
            }
        }
    }

    @Test
    void an_endpoint_without_tls_is_refused() {
        assertThatThrownBy(() -> transport(URI.create("http://10.0.0.2:8006"), TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'http://10.0.0.2:8006' is no address of a node: it is written https://host:8006");
    }

    @Test
    void a_client_reads_the_answer_of_a_request() {
        String upid = "UPID:pve:0003A1B2:0112F5C4:674D6F20:vzstart:953:root@pam:";
        try (ScriptedNode node = new ScriptedNode(valid).then(200, "{\"data\":\"" + upid + "\"}");
                PveClient client = new PveClient(transport(node.endpoint(), TOKEN))) {
            Upid task = client.send(GuestApi.start(
                    new GuestPath(GuestKind.CONTAINER, "pve", new phoenix.pve.VmId(953), "container 953 (gateway)")));

            assertThat(task).hasToString(upid);
        }
    }
}
