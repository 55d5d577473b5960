package phoenix.orchestrator.desired;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The secrets that a run knows of, and what keeps them out of what is shown: as they are, and as JSON, addresses and base64 write them;
 * of a secret with several lines, each line. One of fewer than {@value #SHORTEST} characters is not looked for: it would be found
 * everywhere. Shows nothing of itself.
 */
public final class SecretTexts implements UnaryOperator<String> {
    /** Nothing is secret. */
    public static final SecretTexts NONE = new SecretTexts(List.of());

    private static final int SHORTEST = 4;
    private static final String MASK = "***";

    private final TreeSet<String> values;
    private final Pattern spellings;

    public SecretTexts(Collection<String> values) {
        this.values = new TreeSet<>(values);
        this.spellings = Pattern.compile(this.values.stream()
                .flatMap(SecretTexts::spellings)
                .filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    /** These and others. */
    public SecretTexts and(Collection<String> others) {
        TreeSet<String> all = new TreeSet<>(values);
        all.addAll(others);
        return new SecretTexts(all);
    }

    /** The text with a mask in place of each secret. */
    @Override
    public String apply(String text) {
        return spellings.pattern().isEmpty() ? text : spellings.matcher(text).replaceAll(MASK);
    }

    @Override
    public String toString() {
        return MASK;
    }

    private static Stream<String> spellings(String secret) {
        return Stream.concat(
                Stream.of(
                        secret,
                        Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8))),
                secret.lines()
                        .map(String::strip)
                        .flatMap(line -> Stream.of(
                                line,
                                line.replace("\\", "\\\\").replace("\"", "\\\""),
                                URLEncoder.encode(line, StandardCharsets.UTF_8),
                                URLEncoder.encode(line, StandardCharsets.UTF_8).replace("+", "%20"))));
    }
}
