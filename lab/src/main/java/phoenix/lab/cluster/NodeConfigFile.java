package phoenix.lab.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.Parameters;
import phoenix.pve.EncodedText;

/**
 * {@code /etc/pve/nodes/<node>/config}, read afresh each time: the description as comments at its top, percent-encoded, then the options by name.
 * What is written by hand and has no form that the option may have is dropped, as Proxmox does.
 *
 * @see "PVE source: PVE/NodeConfig.pm parse_node_config, write_node_config; PVE/JSONSchema.pm parse_config"
 */
final class NodeConfigFile {
    private static final String DESCRIPTION = "description";
    private static final Pattern OLD_DESCRIPTION = Pattern.compile("description:\\s*(.*\\S)");
    private static final Pattern ENTRY = Pattern.compile("(\\S+?):\\s*(.*)");

    private final Path file;
    private final Parameters known;

    /**
     * The file, which need not be there.
     *
     * @param known what its options may be
     */
    NodeConfigFile(Path file, Parameters known) {
        this.file = file;
        this.known = known;
    }

    private String text() {
        return Files.exists(file) ? WholeFile.read(file) : "";
    }

    /** SHA-1 of what it holds; empty if that is nothing. */
    String digest() {
        String text = text();
        return text.isEmpty() ? "" : Sha1.of(text);
    }

    /** The options, the description among them, which is there as soon as anything is, each of its lines with a line break. */
    SortedMap<String, String> read() {
        SortedMap<String, String> options = new TreeMap<>();
        String text = text();
        if (text.isEmpty()) {
            return options;
        }
        StringBuilder description = new StringBuilder();
        for (String line : text.split("\n")) {
            String bare = line.strip();
            Matcher old = OLD_DESCRIPTION.matcher(bare);
            Matcher entry = ENTRY.matcher(bare);
            if (bare.startsWith("#")) {
                description.append(EncodedText.decode(bare.substring(1))).append('\n');
            } else if (old.matches()) {
                description.append(EncodedText.decode(old.group(1))).append('\n');
            } else if (entry.matches()) {
                options.put(entry.group(1), entry.group(2));
            }
        }
        options.put(DESCRIPTION, description.toString());
        options.keySet()
                .removeAll(known.problems(new TreeMap<>(options)).keySet().stream()
                        .filter(name -> known.find(name).isPresent())
                        .toList());
        return options;
    }

    /** @throws ApiException for an option with a line break in it */
    void write(SortedMap<String, String> options) {
        StringBuilder text = new StringBuilder();
        String description = options.getOrDefault(DESCRIPTION, "").replaceFirst("(?<!\n)\n+\\z", "");
        if (!description.isEmpty()) {
            for (String line : description.split("\n", -1)) {
                text.append('#').append(EncodedText.encode(line)).append('\n');
            }
        }
        options.forEach((option, value) -> {
            if (option.equals(DESCRIPTION)) {
                return;
            }
            if (value.contains("\n")) {
                throw ApiException.failure("detected invalid newline inside property '" + option + "'");
            }
            text.append(option).append(": ").append(value).append('\n');
        });
        WholeFile.write(file, text.toString());
    }
}
