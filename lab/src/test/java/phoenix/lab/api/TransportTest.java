package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class TransportTest extends LabTest {
    private String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " /api2/json" + path + " HTTP/1.1\r\nHost: lab\r\n");
        head.append("Authorization: PVEAPIToken=")
                .append(lab.server().apiToken())
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head + "\r\n";
    }

    private Answer raw(String text) {
        return RawClient.nobody(lab.server()).raw(text);
    }

    @Test
    void chunked_bodies_are_not_implemented() {
        Answer answer = raw(head("POST", "/nodes/pve/lxc", "Transfer-Encoding: chunked"));

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.reason()).isEqualTo("chunked transfer encoding not supported");
    }

    @Test
    void bodies_belong_to_put_and_post() {
        Answer answer = raw(head("DELETE", "/nodes/pve/lxc/101", "Content-Length: 7") + "force=1");

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.reason()).isEqualTo("Unexpected content for method 'DELETE'");
    }

    @Test
    void paths_and_methods_that_are_not_there_are_not_implemented() {
        Answer path = root().get("/no/such/thing");
        Answer method = root().post("/version", Map.of());

        assertThat(path.status()).isEqualTo(501);
        assertThat(path.message()).isEqualTo("Method 'GET /no/such/thing' not implemented");
        assertThat(method.message()).isEqualTo("Method 'POST /version' not implemented");
        assertThat(raw(head("PATCH", "/version")).reason()).isEqualTo("method 'PATCH' not available");
        assertThat(raw(head("HEAD", "/version")).body().asString("?")).isEmpty();
        assertThat(raw("GET /api2/xml/version HTTP/1.1\r\n\r\n").reason()).isEqualTo("no such uri");
    }

    @Test
    void other_versions_and_kinds_of_body_are_not_supported() {
        assertThat(raw("GET /api2/json/version HTTP/2.0\r\n\r\n").status()).isEqualTo(506);
        assertThat(raw(head("POST", "/nodes/pve/lxc", "Content-Type: text/xml", "Content-Length: 3") + "<a>")
                        .status())
                .isEqualTo(506);
    }

    @Test
    void bodies_and_headers_have_limits() {
        assertThat(raw(head("POST", "/nodes/pve/lxc", "Content-Length: 600000")).reason())
                .isEqualTo("for data too large");
        assertThat(raw(head("GET", "/version", "X: " + "y".repeat(9000))).status())
                .isEqualTo(431);
    }

    @Test
    void errors_close_the_connection_and_successes_keep_it() throws IOException {
        String good = head("GET", "/version");
        String bad = head("GET", "/nodes/pve/lxc/999/config");
        try (Socket socket = RawClient.nobody(lab.server()).connect()) {
            socket.getOutputStream().write((good + good + bad).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(all.split("Connection: Keep-Alive", -1)).hasSize(3);
            assertThat(all).contains("HTTP/1.1 500 Configuration file 'nodes/pve/lxc/999.conf' does not exist");
            assertThat(all).contains("Connection: close");
        }
    }

    @Test
    void plain_http_is_sent_to_https() throws IOException {
        String port = Integer.toString(lab.server().endpoint().getPort());
        assertThat(plain("GET /x HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 301 ")
                .contains("Location: https://127.0.0.1:" + port + "/x");
        assertThat(plain("POST /x HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 308 ");
    }

    private String plain(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), lab.server().endpoint().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void an_unescaped_semicolon_or_equals_sign_loses_what_follows() {
        lab.create(101);

        Answer split = root().send("PUT", guest(101) + "/config", "", "tags=a;b=c&cores=1");
        Answer cut = root().send("PUT", guest(101) + "/config", "", "features=keyctl=1,nesting=1");

        assertThat(split.error("b")).startsWith("property is not defined in schema");
        assertThat(cut.error("features"))
                .isEqualTo("invalid format - value without key, but schema does not define a default key\n");
    }

    @Test
    void the_query_counts_for_writing_calls_too_and_a_cache_breaker_is_dropped() {
        lab.create(101);

        Answer answer = root().send("PUT", guest(101) + "/config?cores=2&_dc=123", "", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(option(101, "cores")).isEqualTo("2");
    }

    @Test
    void json_bodies_are_as_good_as_forms() {
        lab.create(101);

        Answer answer = root().send(
                        "PUT",
                        guest(101) + "/config",
                        "application/json",
                        "{\"cores\": 2, \"onboot\": true, \"tags\": [\"b\", \"a\"], \"cpulimit\": 1.5}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(option(101, "cores")).isEqualTo("2");
        assertThat(option(101, "onboot")).isEqualTo("1");
        assertThat(option(101, "tags")).isEqualTo("a;b");
        assertThat(root().send("PUT", guest(101) + "/config", "application/json", "{\"cores\": true}")
                        .error("cores"))
                .isEqualTo("type check ('integer') failed - got JSON::PP::Boolean");
        assertThat(root().send("PUT", guest(101) + "/config", "application/json", "{\"memory\": [1]}")
                        .error("memory"))
                .isEqualTo("type check ('integer') failed - got ARRAY");
    }

    @Test
    void a_repeated_name_makes_a_list() {
        lab.create(101);

        assertThat(root().send("PUT", guest(101) + "/config", "", "tags=b&tags=a")
                        .status())
                .isEqualTo(200);
        assertThat(option(101, "tags")).isEqualTo("a;b");
        assertThat(root().send("PUT", guest(101) + "/config", "", "cores=1&cores=2")
                        .error("cores"))
                .isEqualTo("type check ('integer') failed - got ARRAY");
    }

    @Test
    void the_extjs_format_hides_errors_behind_200() {
        Answer answer = raw(
                head("GET", "/nodes/pve/lxc/999/config", "Connection: close").replace("/api2/json", "/api2/extjs"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("success").asInt(-1)).isZero();
        assertThat(answer.body().path("status").asInt(0)).isEqualTo(500);
    }

    @Test
    void long_answers_are_compressed_for_who_can_read_that() throws IOException {
        for (int id = 101; id < 110; id++) {
            lab.create(id);
        }
        try (Socket socket = RawClient.nobody(lab.server()).connect()) {
            String request = head("GET", "/nodes/pve/lxc", "Accept-Encoding: gzip", "Connection: close");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                head.write(in.read());
            }

            assertThat(head.toString(StandardCharsets.UTF_8)).contains("Content-Encoding: gzip");
            String body = new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(body).startsWith("{\"data\":[");
        }
    }

    @Test
    void what_proxmoxs_proxy_forwards_comes_with_two_words_about_the_connection() throws IOException {
        try (Socket socket = RawClient.nobody(lab.server()).connect()) {
            String requests = head("GET", "/nodes/pve/lxc") + head("GET", "/version") + head("GET", "/absent");
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(all.lines().filter(line -> line.startsWith("Connection: ")))
                    .containsExactly(
                            "Connection: close",
                            "Connection: Keep-Alive",
                            "Connection: Keep-Alive",
                            "Connection: close");
        }
    }

    @Test
    void broken_json_is_answered_in_plain_text() {
        Answer answer = root().send("POST", "/nodes/pve/lxc", "application/json", "{\"vmid\":9000,");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().asString("")).startsWith("malformed JSON string");
    }

    @Test
    void requests_are_counted() {
        long before = lab.server().requests();

        root().get("/version");
        root().get("/version");

        assertThat(lab.server().requests()).isEqualTo(before + 2);
    }

    @Test
    void a_second_server_keeps_off_the_same_state() {
        assertThatThrownBy(() -> Lab.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another server serves the state in");
    }
}
