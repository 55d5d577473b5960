package phoenix.orchestrator.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import phoenix.orchestrator.desired.Labels;

/** Reads {@code tags}, {@code description}, {@code protection}, {@code pool} and {@code node}. */
final class LabelReader {
    /** Options, type, the key itself in base64, and a comment; Proxmox asks {@code ssh-keygen} about the rest. */
    private static final Pattern PUBLIC_KEY =
            Pattern.compile("(?:\\S.*\\s)?(?:ssh|ecdsa|sk)-[A-Za-z0-9@.-]+\\s+[A-Za-z0-9+/=.]{4,}(?:\\s.*)?");

    private LabelReader() {}

    static Labels read(Fields guest) {
        return new Labels(
                tags(guest).orElse(null),
                description(guest).orElse(null),
                Located.valueOf(guest.flag("protection").orElse(null)),
                Located.valueOf(guest.word("pool").orElse(null)),
                Located.valueOf(guest.word("node").orElse(null)));
    }

    private static Optional<SortedSet<String>> tags(Fields guest) {
        return guest.oneOrMore("tags").map(items -> {
            SortedSet<String> tags = new TreeSet<>();
            for (JsonValue item : items) {
                Fields.word(item).ifPresent(tag -> tags.add(tag.toLowerCase(Locale.ROOT)));
            }
            return tags;
        });
    }

    /** An empty text means that there shall be no notes but ours. */
    private static Optional<String> description(Fields guest) {
        return guest.value("description")
                .filter(JsonValue.Text.class::isInstance)
                .map(value -> ((JsonValue.Text) value).text());
    }

    /** The public keys of {@code ssh_public_keys}, each once: texts, or files that hold them line by line. */
    static List<String> sshPublicKeys(Fields guest, Secrets files) {
        Set<String> keys = new TreeSet<>();
        for (JsonValue item : guest.oneOrMore("ssh_public_keys").orElse(List.of())) {
            Optional<String> text = item instanceof JsonValue.Obj object && Secrets.isReference(object)
                    ? files.follow(object).map(Secrets.Secret::value)
                    : Fields.word(item);
            text.stream()
                    .flatMap(String::lines)
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> {
                        if (!PUBLIC_KEY.matcher(line).matches()) {
                            guest.problems()
                                    .error(
                                            item.place(),
                                            "'" + Shortened.of(line) + "' in 'ssh_public_keys' is no public SSH key",
                                            "write the line of a .pub file, such as \"ssh-ed25519 AAAA... name\"");
                        }
                        keys.add(line);
                    });
        }
        return List.copyOf(keys);
    }
}
