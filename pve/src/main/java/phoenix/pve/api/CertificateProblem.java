package phoenix.pve.api;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** Why a node's certificate is not believed, in words, with what to do about it. */
final class CertificateProblem extends CertificateException {
    private static final long serialVersionUID = 1;

    private final String hint;

    private CertificateProblem(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }

    static CertificateProblem none() {
        return new CertificateProblem("it shows no certificate", "check that this is the address of a Proxmox VE node");
    }

    static CertificateProblem otherFingerprint(Fingerprint expected, Fingerprint presented) {
        return new CertificateProblem(
                "it shows another certificate: expected the fingerprint " + expected + ", presented was " + presented,
                "compare with 'pvenode cert info' on the node's console; if it was renewed: PROXMOX_VE_FINGERPRINT="
                        + presented);
    }

    static CertificateProblem outsideItsTime(X509Certificate certificate) {
        boolean expired = certificate.getNotAfter().toInstant().isBefore(Instant.now());
        return new CertificateProblem(
                expired
                        ? "its certificate expired on "
                                + day(certificate.getNotAfter().toInstant())
                        : "its certificate is valid only from "
                                + day(certificate.getNotBefore().toInstant()) + " on",
                expired
                        ? "renew it on the node: pvecm updatecerts --force, then systemctl restart pveproxy"
                        : "compare the clocks of the node and of this machine");
    }

    static CertificateProblem otherHost(X509Certificate certificate, String host) {
        return new CertificateProblem(
                "its certificate is not for " + host + " but for " + names(certificate),
                "use one of these names, or " + pin(certificate));
    }

    static CertificateProblem unknownAuthority(X509Certificate certificate) {
        return new CertificateProblem(
                "its certificate was signed by an authority that is not known here: "
                        + certificate.getIssuerX500Principal().getName(),
                "name the authority's file by PROXMOX_VE_CA_FILE (on a node it is /etc/pve/pve-root-ca.pem), or "
                        + pin(certificate));
    }

    private static String pin(X509Certificate certificate) {
        return "if 'pvenode cert info' on the node's console shows this fingerprint, pin it: PROXMOX_VE_FINGERPRINT="
                + Fingerprint.of(certificate);
    }

    private static String day(Instant moment) {
        return DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(moment);
    }

    private static String names(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names != null && !names.isEmpty()) {
                return names.stream()
                        .map(List::copyOf)
                        .map(entry -> String.valueOf(entry.get(1)))
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            return "names that cannot be read (" + e.getMessage() + ")";
        }
        return certificate.getSubjectX500Principal().getName();
    }
}
