package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot be reached, is not the one that was meant, or does not let us in. */
@OnTheSimulatedLab
class BadNodeIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String OTHER_FINGERPRINT = String.join(":", Collections.nCopies(32, "AB"));

    private final Site site;
    private final FleetFolder fleet;

    BadNodeIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @Test
    void a_token_that_the_node_does_not_know_is_not_authorised() {
        PhoenixCommand.Ended ended =
                dryRun(Map.of("PROXMOX_VE_API_TOKEN", "root@pam!phoenix=00000000-0000-0000-0000-000000000000"));

        assertThat(ended.expect(4).err())
                .startsWith("Error: cannot list the nodes: ")
                .contains("\n  Try: check the API token or the user's name and password");
    }

    @Test
    void a_wrong_password_is_not_authorised_and_never_shown() {
        PhoenixCommand.Ended ended = dryRun(Map.of(
                "PROXMOX_VE_API_TOKEN", "", "PROXMOX_VE_USERNAME", "root@pam", "PROXMOX_VE_PASSWORD", "sesame-7"));

        assertThat(ended.expect(4).err())
                .startsWith("Error: cannot log in as root@pam: authentication failure")
                .contains("\n  Try: check the API token or the user's name and password")
                .doesNotContain("sesame");
    }

    @Test
    void a_certificate_with_another_fingerprint_is_not_believed() {
        PhoenixCommand.Ended ended = dryRun(Map.of("PROXMOX_VE_FINGERPRINT", OTHER_FINGERPRINT));

        assertThat(ended.expect(4).err())
                .contains("is not to be trusted: it shows another certificate: expected the fingerprint "
                        + OTHER_FINGERPRINT + ", presented was " + fingerprint())
                .contains("\n  Try: compare with 'pvenode cert info' on the node's console")
                .contains("PROXMOX_VE_FINGERPRINT=" + fingerprint());
    }

    @Test
    void a_self_signed_certificate_is_not_believed_and_the_way_to_pin_it_is_shown() {
        PhoenixCommand.Ended ended = dryRun(Map.of("PROXMOX_VE_FINGERPRINT", ""));

        assertThat(ended.expect(4).err())
                .contains(
                        "is not to be trusted: its certificate was signed by an authority that is not known here: CN=pve")
                .contains("PROXMOX_VE_CA_FILE")
                .contains("if 'pvenode cert info' on the node's console shows this fingerprint, pin it: "
                        + "PROXMOX_VE_FINGERPRINT=" + fingerprint());
    }

    @Test
    void an_expired_certificate_is_not_believed_even_if_it_is_the_pinned_one(@TempDir Path state) throws IOException {
        Path api = Files.createDirectories(state.resolve("phoenix/simulated/lab/api"));
        ExpiredCertificate.write(api.resolve("certificate.pem"), api.resolve("key.pem"));
        Map<String, String> there = Map.of("XDG_STATE_HOME", state.toString());
        try (PhoenixCommand server = PhoenixCommand.start(there, "lab", "--simulate", "serve", "--port", "0")) {
            server.awaitLine("serving at", LIMIT);
            Map<String, String> environment = TestLab.exports(
                    PhoenixCommand.run(there, LIMIT, "lab", "--simulate", "env").expect(0));

            PhoenixCommand.Ended ended = dryRun(environment);

            assertThat(ended.expect(4).err())
                    .contains("is not to be trusted: its certificate expired on " + ExpiredCertificate.LAST_DAY)
                    .contains("\n  Try: renew it on the node: pvecm updatecerts --force");
        }
    }

    @Test
    void a_port_where_nobody_listens_cannot_be_reached() throws IOException {
        String endpoint = "https://127.0.0.1:" + closedPort();

        PhoenixCommand.Ended ended = dryRun(Map.of("PROXMOX_VE_ENDPOINT", endpoint));

        assertThat(ended.expect(4).err())
                .isEqualTo("Error: cannot list the nodes: " + endpoint + " cannot be reached: Connection refused\n"
                        + "  Try: check the address and the port, and that pveproxy runs on the node");
    }

    @Test
    void an_endpoint_without_tls_is_a_wrong_setting() {
        PhoenixCommand.Ended ended = dryRun(Map.of("PROXMOX_VE_ENDPOINT", "http://127.0.0.1:8006"));

        assertThat(ended.expect(64).err())
                .isEqualTo("Error: PROXMOX_VE_ENDPOINT='http://127.0.0.1:8006' is no address of a Proxmox API\n"
                        + "  Try: write it as https://host:8006");
    }

    @Test
    void settings_that_are_none_are_wrong_settings() {
        assertThat(dryRun(Map.of("PROXMOX_VE_API_TOKEN", "nonsense")).expect(64).err())
                .startsWith("Error: PROXMOX_VE_API_TOKEN is no API token\n  Try: write it as user@realm!name=")
                .doesNotContain("nonsense");
        assertThat(dryRun(Map.of("PROXMOX_VE_FINGERPRINT", "AB:CD")).expect(64).err())
                .startsWith("Error: PROXMOX_VE_FINGERPRINT='AB:CD' is no SHA-256 fingerprint\n  Try: copy the 64");
        assertThat(dryRun(Map.of("PROXMOX_VE_FINGERPRINT", "", "PROXMOX_VE_CA_FILE", "/no/such.pem"))
                        .expect(64)
                        .err())
                .startsWith("Error: PROXMOX_VE_CA_FILE names no authority that could be believed: ")
                .contains("/no/such.pem\n  Try: name a readable file with certificates in PEM form");
        assertThat(dryRun(Map.of("PROXMOX_VE_SSH_USERNAME", "root", "PROXMOX_VE_SSH_PORT", "65536"))
                        .expect(64)
                        .err())
                .startsWith("Error: PROXMOX_VE_SSH_PORT='65536' is no port\n  Try: write the number of the port");
        assertThat(dryRun(Map.of("PROXMOX_VE_API_TOKEN", "")).expect(64).err())
                .startsWith("Error: PROXMOX_VE_ENDPOINT is set, and nothing says who we are there\n"
                        + "  Try: set PROXMOX_VE_API_TOKEN, or PROXMOX_VE_USERNAME and PROXMOX_VE_PASSWORD");
    }

    @Test
    void without_a_shell_on_the_node_nothing_runs_inside_guests_and_it_is_said_before_and_after() {
        try {
            PhoenixCommand.Ended ended = PhoenixCommand.run(api(Map.of()), LIMIT, "--config", fleet.path(), "9000");

            assertThat(ended.expect(1).err())
                    .startsWith("On node pve (" + api(Map.of()).get("PROXMOX_VE_ENDPOINT")
                            + "; no shell: scripts inside guests cannot be run)")
                    .contains(
                            "Error: container 9000 (test-template) needs feature marker run inside it, and there is no shell on"
                                    + " node pve\n")
                    .contains("  Try: set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH");
        } finally {
            site.phoenix("--delete", "9000", "--yes").expect(0);
        }
    }

    private PhoenixCommand.Ended dryRun(Map<String, String> differing) {
        return PhoenixCommand.run(api(differing), LIMIT, "--config", fleet.path(), "--all", "--dry-run");
    }

    /** The environment that names the simulated lab as any other node, but for this; an empty value is as good as none. */
    private Map<String, String> api(Map<String, String> differing) {
        Map<String, String> environment = new HashMap<>(site.apiEnvironment());
        environment.keySet().removeAll(List.of("PROXMOX_VE_USERNAME", "PROXMOX_VE_PASSWORD"));
        environment.putAll(differing);
        return environment;
    }

    private String fingerprint() {
        return site.apiEnvironment().getOrDefault("PROXMOX_VE_FINGERPRINT", "");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
