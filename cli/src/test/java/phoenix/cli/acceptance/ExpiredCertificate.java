package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A certificate for loopback whose time is over, made by the JDK's own keytool. */
final class ExpiredCertificate {
    static final String LAST_DAY = "2020-01-11";

    private static final String PASSWORD = "not-secret";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private ExpiredCertificate() {}

    static void write(Path certificateFile, Path keyFile) throws IOException {
        Path store = keyFile.resolveSibling("expired.p12");
        OtherProgram.run(
                        Map.of("TZ", "UTC", "STORE_PASSWORD", PASSWORD),
                        Duration.ofMinutes(1),
                        List.of(
                                System.getProperty("java.home") + "/bin/keytool",
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storepass:env",
                                "STORE_PASSWORD",
                                "-alias",
                                "node",
                                "-dname",
                                "CN=pve",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-keyalg",
                                "RSA",
                                "-startdate",
                                "2020/01/01 12:00:00",
                                "-validity",
                                "10"),
                        "")
                .expect(0);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            write(
                    keyFile,
                    "PRIVATE KEY",
                    keys.getKey("node", PASSWORD.toCharArray()).getEncoded());
            write(certificateFile, "CERTIFICATE", keys.getCertificate("node").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot take the certificate out of " + store, e);
        }
        Files.delete(store);
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + PEM.encodeToString(content) + "\n-----END " + kind + "-----\n");
    }
}
