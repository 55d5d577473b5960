package phoenix.lab.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import phoenix.lab.files.WholeFile;

/**
 * Tickets and tokens against cross-site requests, both good for two hours.
 *
 * @see "PVE source: PVE/Ticket.pm"
 */
public final class Tickets {
    private static final Duration LIFETIME = Duration.ofHours(2);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Pattern TICKET = Pattern.compile("(PVE:(\\S+):([A-Z0-9]{8}))::([^:\\s]+)");
    private static final Pattern CSRF = Pattern.compile("([A-Z0-9]{8}):(\\S+)");

    private final PrivateKey signing;
    private final PublicKey verifying;
    private final Clock clock;

    private Tickets(PrivateKey signing, PublicKey verifying, Clock clock) {
        this.signing = signing;
        this.verifying = verifying;
        this.clock = clock;
    }

    /** Reads the signing key from a file, or makes one there. */
    public static Tickets load(Path keyFile, Clock clock) throws IOException {
        try {
            if (!Files.exists(keyFile)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair keys = generator.generateKeyPair();
                WholeFile.writePrivate(
                        keyFile,
                        Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
            }
            byte[] encoded =
                    Base64.getDecoder().decode(Files.readString(keyFile).strip());
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            PublicKey publicKey =
                    factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new Tickets(key, publicKey, clock);
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IOException("cannot use the ticket key " + keyFile + "; delete it and a new one is made", broken);
        }
    }

    public String ticket(String user) {
        String plain = "PVE:" + user.replace(":", "%3A") + ":" + now();
        return plain + "::" + Base64.getEncoder().encodeToString(sign(plain));
    }

    /** Whose ticket it is; empty if it is none of ours, or too old. */
    public Optional<String> user(String ticket) {
        Matcher parts = TICKET.matcher(ticket);
        if (!parts.matches() || !isFresh(parts.group(3)) || !isSignature(parts.group(1), parts.group(4))) {
            return Optional.empty();
        }
        return Optional.of(parts.group(2).replace("%3A", ":"));
    }

    public String csrfToken(String user) {
        String now = now();
        return now + ":" + csrfDigest(now, user);
    }

    public boolean isCsrfToken(String token, String user) {
        Matcher parts = CSRF.matcher(token);
        return parts.matches()
                && isFresh(parts.group(1))
                && MessageDigest.isEqual(
                        csrfDigest(parts.group(1), user).getBytes(StandardCharsets.US_ASCII),
                        parts.group(2).getBytes(StandardCharsets.UTF_8));
    }

    private String now() {
        return String.format(Locale.ROOT, "%08X", clock.instant().getEpochSecond());
    }

    private boolean isFresh(String hexSeconds) {
        if (!hexSeconds.matches("[0-9A-F]{8}")) {
            return false;
        }
        long age = clock.instant().getEpochSecond() - Long.parseLong(hexSeconds, 16);
        return age > -CLOCK_SKEW.toSeconds() && age < LIFETIME.toSeconds();
    }

    private byte[] sign(String plain) {
        try {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initSign(signing);
            signature.update(plain.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the ticket key cannot sign", broken);
        }
    }

    private boolean isSignature(String plain, String base64) {
        try {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initVerify(verifying);
            signature.update(plain.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return false;
        }
    }

    private String csrfDigest(String time, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(signing.getEncoded(), "HmacSHA256"));
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal((time + ":" + user).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK has HmacSHA256", broken);
        }
    }
}
