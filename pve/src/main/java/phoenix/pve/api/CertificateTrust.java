package phoenix.pve.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate of a node is believed: one with a known fingerprint, one that a known authority signed, or one that the Java
 * runtime trusts anyway. There is no way to believe any.
 */
public final class CertificateTrust {
    private final @Nullable Fingerprint pin;
    private final X509ExtendedTrustManager manager;

    private CertificateTrust(@Nullable Fingerprint pin, X509ExtendedTrustManager manager) {
        this.pin = pin;
        this.manager = manager;
    }

    /** Believes the certificate with this fingerprint, whatever host name it is for and whoever signed it, until it expires. */
    public static CertificateTrust pinned(Fingerprint fingerprint) {
        return new CertificateTrust(fingerprint, new PinnedCertificate(fingerprint));
    }

    /**
     * Believes certificates for the right host that one of the given authorities signed, such as a cluster's {@code /etc/pve/pve-root-ca.pem}.
     *
     * @param file certificates in PEM form
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    public static CertificateTrust authority(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("there is no certificate in " + file);
            }
            return new CertificateTrust(null, new SignedCertificate(defaultManager(store)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot read certificates of authorities from " + file + ": " + e.getMessage(), e);
        }
    }

    /** Believes what the Java runtime's own trust store believes. */
    public static CertificateTrust system() {
        try {
            return new CertificateTrust(null, new SignedCertificate(defaultManager(null)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime's trust store cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager defaultManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    /**
     * Decides on a certificate that is for another host than the one we talk to.
     *
     * @return null where Java's own check of the name, before this, is to decide
     */
    @Nullable HostnameVerifier verifier() {
        if (pin == null) {
            return null;
        }
        return (host, session) -> {
            try {
                return session.getPeerCertificates()[0] instanceof X509Certificate presented
                        && Fingerprint.of(presented).equals(pin);
            } catch (SSLPeerUnverifiedException e) {
                return false;
            }
        };
    }
}
