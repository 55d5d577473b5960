package phoenix.orchestrator.vm;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.note.Note;
import phoenix.pve.PropertyString;

/**
 * How a VM's options are written, so that two spellings of one value are seen to be the same.
 *
 * @see "PVE source: PVE/QemuServer.pm parse_net, print_net, parse_drive"
 */
final class VmForm {
    /** Parts of a network that stay when the file no longer declares them. */
    static final Set<String> LASTING = Set.of("model", "macaddr", "bridge");

    private static final String MODEL = "model";
    private static final Set<String> MODELS = Set.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3");
    private static final Set<String> FLAGS = Set.of("onboot", "protection");
    private static final Set<String> NUMBERS = Set.of("cpulimit");
    private static final Set<String> LISTS = Set.of("nameserver", "searchdomain");

    private VmForm() {}

    /** Whether parts that nobody wishes stay as they are, so that each part is managed by itself. */
    static boolean hasPartsOfOthers(String option) {
        return option.matches("net[0-9]+|startup");
    }

    /** Whether an option that is there has the value that it shall have. */
    static boolean matches(String option, String wanted, String found) {
        if (FLAGS.contains(option)) {
            return flag(wanted).equals(flag(found));
        } else if (NUMBERS.contains(option)) {
            return number(wanted).compareTo(number(found)) == 0;
        } else if (LISTS.contains(option)) {
            return words(wanted).equals(words(found));
        } else if (option.equals("tags")) {
            return Note.userTags(wanted).equals(Note.userTags(found));
        } else if (option.equals("description")) {
            return Note.withoutLine(wanted).equals(Note.withoutLine(found).strip());
        } else if (option.equals("sshkeys")) {
            return keys(wanted).equals(keys(found));
        } else if (option.equals("agent")) {
            return flag(parts(option, wanted).getOrDefault("enabled", "0"))
                    .equals(flag(parts(option, found).getOrDefault("enabled", "0")));
        } else if (hasPartsOfOthers(option)) {
            SortedMap<String, String> parts = parts(option, found);
            parts.putIfAbsent("firewall", "0");
            return !found.isEmpty()
                    && parts.entrySet().containsAll(kept(option, wanted, found).entrySet());
        } else if (option.matches("ipconfig[0-9]+|hostpci[0-9]+|cicustom|cpu|machine|memory")) {
            return parts(option, wanted).equals(parts(option, found));
        }
        return wanted.equals(found);
    }

    /** What is sent: in a network the MAC address and what others set stay. */
    static String overlaid(String option, String wanted, String found, Set<String> dropped) {
        if (!hasPartsOfOthers(option) && !option.equals("agent")) {
            return wanted;
        }
        Map<String, String> merged = new TreeMap<>(parts(option, found));
        dropped.stream()
                .filter(name -> name.startsWith(option + "."))
                .forEach(name -> merged.remove(name.substring(option.length() + 1)));
        merged.putAll(kept(option, wanted, found));
        return new PropertyString(merged).toString();
    }

    /** The parts of a network that shall be, with the model of the card that is there: no key of the file says which one. */
    private static SortedMap<String, String> kept(String option, String wanted, String found) {
        SortedMap<String, String> parts = parts(option, wanted);
        String model = parts(option, found).get(MODEL);
        if (model != null && parts.containsKey(MODEL)) {
            parts.put(MODEL, model);
        }
        return parts;
    }

    /** The parts of a property string, by name; a network's model and address are {@code model} and {@code macaddr}. */
    static SortedMap<String, String> parts(String option, String value) {
        SortedMap<String, String> parts = new TreeMap<>();
        for (String part : value.split(",", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals).strip();
            String content = part.substring(equals + 1).strip();
            if (content.isEmpty()) {
                continue;
            }
            if (MODELS.contains(key)) {
                parts.put(MODEL, key);
                parts.put("macaddr", content.toUpperCase(Locale.ROOT));
            } else if (key.isEmpty()) {
                String name = MODELS.contains(content) ? MODEL : defaultKey(option);
                parts.put(name, normal(name, content));
            } else {
                parts.put(key, normal(key, content));
            }
        }
        return parts;
    }

    /** The key that may be left out. */
    private static String defaultKey(String option) {
        return switch (option.replaceFirst("[0-9]+$", "")) {
            case "agent" -> "enabled";
            case "hostpci" -> "host";
            case "startup" -> "order";
            case "cpu" -> "cputype";
            case "machine" -> "type";
            case "memory" -> "current";
            default -> "";
        };
    }

    private static String normal(String key, String value) {
        return switch (key) {
            case "macaddr" -> value.toUpperCase(Locale.ROOT);
            case "firewall" -> flag(value);
            case "rate" -> number(value).stripTrailingZeros().toPlainString();
            case "host" -> PciDevices.full(value);
            default -> value;
        };
    }

    static String flag(String value) {
        return switch (value) {
            case "1", "on", "yes", "true" -> "1";
            default -> "0";
        };
    }

    private static BigDecimal number(String value) {
        return value.isEmpty() ? BigDecimal.ZERO : new BigDecimal(value);
    }

    private static List<String> words(String value) {
        return List.of(value.strip().split("[,;\\s]+"));
    }

    /** The keys of {@code sshkeys}, decoded, in one order. */
    static List<String> keys(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .sorted()
                .toList();
    }
}
