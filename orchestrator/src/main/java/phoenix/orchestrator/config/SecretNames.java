package phoenix.orchestrator.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells by a key's name whether its value is likely to be a secret. */
final class SecretNames {
    /** What a name ends with: {@code DB_PASSWORD}, {@code apiKey}; not {@code tokenizer}, {@code max_tokens} or {@code token_file}. */
    private static final Pattern SECRET = Pattern.compile(
            "(.*_)?(password|passwd|passphrase|pwd|secret|token|credentials?|(api|private|access|secret|"
                    + "encryption|signing)_?key|password_hash)");

    /** One of these is in every such name; most names have none, which is quickly seen. */
    private static final Pattern LIKELY = Pattern.compile("(?i)pass|pwd|secret|token|credential|key");

    private static final int LONGEST = 200;

    private SecretNames() {}

    static boolean looksSecret(String key) {
        if (!LIKELY.matcher(key).find()) {
            return false;
        }
        String plain = key.length() > LONGEST ? key.substring(0, LONGEST) : key;
        plain = plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('-', '_').replace('.', '_');
        return SECRET.matcher(plain.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether the value at a pointer stands under such a key. */
    static boolean isUnderSecret(String pointer) {
        return looksSecret(pointer.substring(pointer.lastIndexOf('/') + 1));
    }
}
