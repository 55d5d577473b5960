package phoenix.pve.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 fingerprint of a certificate, as {@code pvenode cert info} shows it.
 *
 * @param text 32 pairs of upper-case hexadecimal digits with colons between them
 */
public record Fingerprint(String text) {
    public Fingerprint {
        String digits = text.replace(":", "").strip().toUpperCase(Locale.ROOT);
        if (!digits.matches("[0-9A-F]{64}")) {
            throw new IllegalArgumentException("'" + text
                    + "' is no SHA-256 fingerprint: it has 64 hexadecimal digits, as 'pvenode cert info' shows them");
        }
        text = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(HexFormat.of().parseHex(digits));
    }

    static Fingerprint of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate cannot be encoded", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
