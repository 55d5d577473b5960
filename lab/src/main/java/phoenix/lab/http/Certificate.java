package phoenix.lab.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import phoenix.lab.files.WholeFile;

/** A self-signed certificate with its RSA key, kept in two PEM files. */
public final class Certificate {
    private static final int KEY_BITS = 2048;
    private static final Duration VALID = Duration.ofDays(730);
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final X509Certificate certificate;
    private final PrivateKey key;

    private Certificate(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** Reads the two files, or makes them for this name if either is missing. */
    public static Certificate load(Path certificateFile, Path keyFile, String name) throws IOException {
        try {
            if (!Files.exists(certificateFile) || !Files.exists(keyFile)) {
                KeyPair keys = newKeys();
                WholeFile.writePrivate(
                        keyFile, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
                WholeFile.write(certificateFile, pem("CERTIFICATE", selfSigned(keys, name)));
            }
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(fromPem(Files.readString(keyFile))));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(fromPem(Files.readString(certificateFile))));
            return new Certificate(certificate, key);
        } catch (GeneralSecurityException broken) {
            throw new IOException(
                    "cannot use the certificate " + certificateFile + " with the key " + keyFile
                            + "; delete both and new ones are made",
                    broken);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        return generator.generateKeyPair();
    }

    private static byte[] selfSigned(KeyPair keys, String name) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.nothing());
        byte[] subject = Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(name))));
        Instant now = Instant.now();
        byte[] validity = Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(VALID)));
        byte[] names = Der.sequence(
                Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII)),
                Der.value(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.value(0x87, new byte[] {127, 0, 0, 1}));
        byte[] extensions = Der.value(
                0xa3,
                Der.sequence(
                        Der.sequence(Der.oid("2.5.29.17"), Der.octets(names)),
                        Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(Der.sequence(Der.yes())))));
        byte[] content = Der.sequence(
                Der.value(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                algorithm,
                subject,
                validity,
                subject,
                keys.getPublic().getEncoded(),
                extensions);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        return Der.sequence(content, algorithm, Der.bits(signature.sign()));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + PEM.encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    private static byte[] fromPem(String text) {
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }

    /** The certificate in PEM. */
    public String pem() throws IOException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException broken) {
            throw new IOException("cannot print the certificate", broken);
        }
    }

    /** The SHA-256 fingerprint as Proxmox shows it: upper-case hex pairs with colons. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK has SHA-256 and can encode a certificate", broken);
        }
    }

    /** A TLS context that shows this certificate. */
    public SSLContext tls() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("lab", key, new char[0], new X509Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IOException("cannot serve TLS with this certificate", broken);
        }
    }
}
