package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with certificates of every kind. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before all tests
class CertificateTrustTest {
    private static final Credentials TOKEN = Credentials.ApiToken.parse("a@pve!b=c");

    @TempDir
    static Path folder;

    private static Certificates valid;
    private static Certificates expired;
    private static Certificates elsewhere;

    @BeforeAll
    static void makeCertificates() {
        valid = Certificates.valid(folder);
        expired = Certificates.expired(folder);
        elsewhere = Certificates.forAnotherHost(folder);
    }

    /** Asks a node that shows a certificate for its version. */
    private static void talk(Certificates shown, CertificateTrust trust) {
        try (ScriptedNode node = new ScriptedNode(shown).then(200, "{\"data\":{}}");
                HttpsTransport transport = new HttpsTransport(node.endpoint(), TOKEN, trust)) {
            transport.send(Method.GET, "/version", new TreeMap<>(), "ask for the version");
        }
    }

    private static PveException.Unavailable refusal(Certificates shown, CertificateTrust trust) {
        PveException.Unavailable failure =
                catchThrowableOfType(PveException.Unavailable.class, () -> talk(shown, trust));
        assertThat(failure.dispatched()).isFalse();
        return failure;
    }

    @Test
    void the_pinned_certificate_is_believed() {
        talk(valid, CertificateTrust.pinned(valid.fingerprint()));
    }

    @Test
    void the_pinned_certificate_is_believed_for_any_host_name() {
        talk(elsewhere, CertificateTrust.pinned(elsewhere.fingerprint()));
    }

    @Test
    void another_certificate_than_the_pinned_one_is_refused_with_both_fingerprints() {
        PveException.Unavailable failure = refusal(valid, CertificateTrust.pinned(elsewhere.fingerprint()));

        assertThat(failure)
                .hasMessageContaining("is not to be trusted: it shows another certificate: expected the fingerprint "
                        + elsewhere.fingerprint() + ", presented was " + valid.fingerprint());
        assertThat(failure.hint())
                .startsWith("compare with 'pvenode cert info' on the node's console")
                .endsWith("PROXMOX_VE_FINGERPRINT=" + valid.fingerprint());
    }

    @Test
    void a_pinned_certificate_that_has_expired_is_refused() {
        PveException.Unavailable failure = refusal(expired, CertificateTrust.pinned(expired.fingerprint()));

        assertThat(failure).hasMessageContaining("its certificate expired on ");
        assertThat(failure.hint()).contains("pvecm updatecerts");
    }

    @Test
    void a_certificate_of_a_known_authority_is_believed() {
        talk(valid, CertificateTrust.authority(valid.pem()));
    }

    @Test
    void an_expired_certificate_of_a_known_authority_is_refused() {
        PveException.Unavailable failure = refusal(expired, CertificateTrust.authority(expired.pem()));

        assertThat(failure).hasMessageContaining("its certificate expired on ");
    }

    @Test
    void a_certificate_for_another_host_is_refused_with_both_names() {
        PveException.Unavailable failure = refusal(elsewhere, CertificateTrust.authority(elsewhere.pem()));

        assertThat(failure).hasMessageContaining("its certificate is not for 127.0.0.1 but for pve.elsewhere.example");
        assertThat(failure.hint()).endsWith("PROXMOX_VE_FINGERPRINT=" + elsewhere.fingerprint());
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused_and_its_fingerprint_told() {
        for (CertificateTrust trust :
                new CertificateTrust[] {CertificateTrust.system(), CertificateTrust.authority(elsewhere.pem())}) {
            PveException.Unavailable failure = refusal(valid, trust);

            assertThat(failure)
                    .hasMessageContaining(
                            "its certificate was signed by an authority that is not known here: CN=valid");
            assertThat(failure.hint())
                    .contains("pve-root-ca.pem")
                    .endsWith("PROXMOX_VE_FINGERPRINT=" + valid.fingerprint());
        }
    }

    @Test
    void a_file_of_authorities_that_is_none_is_refused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nxx\n");

        assertThatThrownBy(() -> CertificateTrust.authority(empty)).hasMessage("there is no certificate in " + empty);
        assertThatThrownBy(() -> CertificateTrust.authority(garbage))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot read certificates of authorities from " + garbage + ": ");
        assertThatThrownBy(() -> CertificateTrust.authority(folder.resolve("missing.pem")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fingerprints_are_read_in_any_spelling_and_printed_as_proxmox_prints_them() {
        String printed = valid.fingerprint().toString();

        assertThat(printed).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(new Fingerprint(printed.toLowerCase(java.util.Locale.ROOT).replace(":", "")))
                .isEqualTo(valid.fingerprint());
        assertThatThrownBy(() -> new Fingerprint("AB:CD"))
                .hasMessage("'AB:CD' is no SHA-256 fingerprint: it has 64 hexadecimal digits, "
                        + "as 'pvenode cert info' shows them");
    }
}
