package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.simulated.Latencies;

final class AuthTest extends LabTest {
    private Map<String, String> login() {
        return Map.of("username", "root@pam", "password", lab.server().rootPassword());
    }

    private String makeToken(String id, String... options) {
        Answer made = root().post("/access/users/root@pam/token/" + id, form(options));
        return made.data().path("full-tokenid").asString("") + "="
                + made.data().path("value").asString("");
    }

    @Test
    void without_a_ticket_nothing_is_said_but_that() {
        Answer answer = RawClient.nobody(lab.server()).get("/version");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("No ticket");
        assertThat(answer.body().asString("?")).isEmpty();
    }

    @Test
    void who_asks_is_looked_at_before_what_is_asked() {
        assertThat(RawClient.nobody(lab.server()).get("/no/such/path").status()).isEqualTo(401);
    }

    @Test
    void a_ticket_has_proxmoxs_form_and_comes_with_rights() {
        Answer answer = RawClient.nobody(lab.server()).post("/access/ticket", login());

        assertThat(answer.data().path("ticket").asString("")).matches("PVE:root@pam:[0-9A-F]{8}::[A-Za-z0-9+/=]{300,}");
        assertThat(answer.data().path("CSRFPreventionToken").asString("")).matches("[0-9A-F]{8}:\\S{43}");
        assertThat(answer.data().path("cap").path("vms").path("VM.Allocate").asInt(0))
                .isEqualTo(1);
    }

    @Test
    void a_wrong_password_is_an_authentication_failure_without_a_cause() {
        Answer answer = RawClient.nobody(lab.server())
                .post("/access/ticket", Map.of("username", "root@pam", "password", "wrong"));
        Answer nobody = RawClient.nobody(lab.server())
                .post("/access/ticket", Map.of("username", "nobody@pam", "password", "wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("authentication failure");
        assertThat(answer.message()).isEqualTo("authentication failure\n");
        assertThat(nobody.message()).isEqualTo(answer.message());
    }

    @Test
    void a_ticket_is_renewed_by_a_ticket() {
        Answer first = RawClient.nobody(lab.server()).post("/access/ticket", login());

        Answer second = RawClient.nobody(lab.server())
                .post(
                        "/access/ticket",
                        form(
                                "username",
                                "root@pam",
                                "password",
                                first.data().path("ticket").asString("")));

        assertThat(second.status()).isEqualTo(200);
    }

    @Test
    void a_ticket_alone_changes_nothing() {
        RawClient forged = root().with("CSRFPreventionToken", "00000000:nonsense");

        Answer answer = forged.post("/nodes/pve/lxc", Lab.creation(101));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("Permission denied - invalid csrf token");
        assertThat(forged.get("/version").status()).isEqualTo(200);
    }

    @Test
    void a_forged_ticket_is_none() {
        RawClient forged =
                RawClient.nobody(lab.server()).with("Cookie", "PVEAuthCookie=PVE:root@pam:" + "7FFFFFFF::c2lnbmF0dXJl");

        assertThat(forged.get("/version").reason()).isEqualTo("Authentication failed!");
    }

    @Test
    void tickets_end_after_two_hours(@TempDir Path other) throws IOException {
        SteppedClock clock = new SteppedClock();
        try (Lab timed = Lab.open(other, Latencies.NONE, Lab.QUICK.withClock(clock))) {
            clock.advance(Duration.ofMinutes(119));
            assertThat(timed.root().get("/version").status()).isEqualTo(200);

            clock.advance(Duration.ofMinutes(2));
            assertThat(timed.root().get("/version").reason()).isEqualTo("Authentication failed!");
        }
    }

    @Test
    void a_refusal_takes_its_time(@TempDir Path other) throws IOException {
        Duration delay = Duration.ofMillis(300);
        try (Lab slow = Lab.open(other, Latencies.NONE, Lab.QUICK.withRefusalDelay(delay))) {
            long before = System.nanoTime();

            RawClient.nobody(slow.server()).get("/version");

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(delay);
        }
    }

    @Test
    void a_token_needs_no_csrf_token_and_is_not_root() {
        RawClient token = lab.token();

        assertThat(token.get("/version").status()).isEqualTo(200);
        assertThat(lab.done(token.post("/nodes/pve/lxc", Lab.creation(101)))).isEqualTo("OK");
        assertThat(token.post("/nodes/pve/lxc", Lab.creation(102, "features", "keyctl=1,nesting=1"))
                        .message())
                .isEqualTo("Permission check failed (changing feature flags (except nesting) is only allowed for"
                        + " root@pam)\n");
        assertThat(token.post("/nodes/pve/lxc", Lab.creation(102, "mp0", "/srv,mp=/srv"))
                        .message())
                .isEqualTo("Permission check failed (mount point type bind is only allowed for root@pam)\n");
        assertThat(token.post("/nodes/pve/lxc", Lab.creation(102, "dev0", "/dev/fuse"))
                        .message())
                .isEqualTo("Permission check failed (configuring device passthrough is only allowed for root@pam)\n");
        assertThat(token.post("/nodes/pve/lxc", Lab.creation(102, "hookscript", "local:snippets/x"))
                        .message())
                .isEqualTo("Permission check failed (changing the hookscript is only allowed for root@pam)\n");
        assertThat(lab.done(token.post("/nodes/pve/lxc", Lab.creation(102, "features", "nesting=1"))))
                .isEqualTo("OK");
    }

    @Test
    void features_of_a_privileged_container_are_for_root_alone() {
        Map<String, String> creation = Lab.creation(101, "features", "nesting=1");
        creation.remove("unprivileged");

        assertThat(lab.token().post("/nodes/pve/lxc", creation).message())
                .isEqualTo("Permission check failed (changing feature flags for privileged container is only allowed"
                        + " for root@pam)\n");
        assertThat(lab.done(root().post("/nodes/pve/lxc", creation))).isEqualTo("OK");
    }

    @Test
    void a_token_may_not_skip_locks_or_log_in() {
        lab.create(101);

        assertThat(lab.token()
                        .post(guest(101) + "/status/start", form("skiplock", "1"))
                        .error("skiplock"))
                .isEqualTo("Only root may use this option.");
        Answer login = lab.token().post("/access/ticket", login());
        assertThat(login.status()).isEqualTo(403);
        assertThat(login.message()).contains("URI '/access/ticket' not available with API token, need proper ticket.");
    }

    @Test
    void a_separated_token_has_no_rights_until_it_is_given_some() throws IOException {
        lab.create(101);
        String token = makeToken("apart");
        RawClient apart = RawClient.token(lab.server(), token);

        Answer refused = apart.get(guest(101) + "/config");
        Files.writeString(
                lab.node().root().resolve("etc/pve/user.cfg"),
                "acl:1:/vms:root@pam!apart:PVEAuditor:\n",
                StandardOpenOption.APPEND);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("Permission check failed (/vms/101, VM.Audit)\n");
        assertThat(apart.get("/nodes/pve/lxc").each("vmid")).containsExactly("101");
        assertThat(apart.get(guest(101) + "/config").status()).isEqualTo(200);
        assertThat(apart.put(guest(101) + "/config", form("cores", "1")).message())
                .startsWith("Permission check failed (/vms/101, VM.Config.Disk|VM.Config.CPU|");
        assertThat(apart.post("/nodes/pve/lxc", Lab.creation(102)).message()).isEqualTo("Permission check failed\n");
        assertThat(apart.get("/access/permissions").data().path("/vms").propertyNames())
                .contains("VM.Audit")
                .doesNotContain("VM.Allocate");
    }

    @Test
    void tokens_are_made_listed_changed_and_removed() {
        String token = makeToken("ci", "comment", "for: tests", "privsep", "0");
        assertThat(RawClient.token(lab.server(), token).get("/version").status())
                .isEqualTo(200);

        assertThat(root().get("/access/users/root@pam/token").each("tokenid")).containsExactly("ci", "phoenix");
        assertThat(root().get("/access/users/root@pam/token/ci")
                        .data()
                        .path("comment")
                        .asString(""))
                .isEqualTo("for: tests");
        assertThat(root().post("/access/users/root@pam/token/ci", Map.of()).error("tokenid"))
                .isEqualTo("Token already exists.");
        root().put("/access/users/root@pam/token/ci", form("expire", "1"));
        assertThat(RawClient.token(lab.server(), token).get("/version").reason())
                .isEqualTo("Authentication failed!");
        assertThat(root().delete("/access/users/root@pam/token/ci").status()).isEqualTo(200);
        assertThat(root().get("/access/users/root@pam/token/ci").message())
                .isEqualTo("no such token 'ci' for user 'root@pam'\n");
    }

    @Test
    void a_wrong_secret_is_refused() {
        assertThat(RawClient.token(lab.server(), "root@pam!phoenix=00000000-0000-0000-0000-000000000000")
                        .get("/version")
                        .reason())
                .isEqualTo("Authentication failed!");
    }

    @Test
    void secrets_are_readable_by_their_owner_alone() throws IOException {
        Path state = folder.resolve("state");

        for (Path secret : List.of(
                state.resolve("root-password"),
                state.resolve("key.pem"),
                state.resolve("ticket-key"),
                lab.node().root().resolve("etc/pve/priv/token.cfg"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
    }
}
