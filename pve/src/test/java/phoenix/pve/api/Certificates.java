package phoenix.pve.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;
import phoenix.pve.shell.Output;

/**
 * A key and a certificate that it signed itself, made by {@code keytool}.
 *
 * @param pem the certificate alone, as a file of authorities
 */
record Certificates(SSLContext server, X509Certificate certificate, Path pem) {
    private static final String PASSWORD = "changeit";

    /** For 127.0.0.1, valid now. */
    static Certificates valid(Path folder) {
        return make(folder, "valid", "ip:127.0.0.1", "-1d", 30);
    }

    /** For 127.0.0.1, valid until ten days ago. */
    static Certificates expired(Path folder) {
        return make(folder, "expired", "ip:127.0.0.1", "-20d", 10);
    }

    /** For pve.elsewhere.example, valid now. */
    static Certificates forAnotherHost(Path folder) {
        return make(folder, "elsewhere", "dns:pve.elsewhere.example", "-1d", 30);
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(certificate);
    }

    private static Certificates make(Path folder, String name, String host, String start, int days) {
        Path store = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + host,
                "-startdate",
                start,
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                pem.toString());
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return new Certificates(context, (X509Certificate) keys.getCertificate(name), pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String... arguments) {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Output output = new LocalShell(java.util.List.of(program), "here").run(Command.of(arguments));
        if (!output.succeeded()) {
            throw new IllegalStateException("keytool: " + output);
        }
    }
}
