package phoenix.orchestrator.container;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.pve.VolumeId;

/**
 * The template archive that a user's {@code template} means.
 *
 * @param volume where it is, or will be
 * @param present whether it lies there already
 * @param url where the node downloads it from; empty if it is there, or comes from the node's catalogue
 * @param checksum {@code sha256:} and digits; empty if it is not checked, or by Proxmox alone
 */
record TemplateChoice(VolumeId volume, boolean present, String url, String checksum) {
    private static final Pattern ADDRESS = Pattern.compile("https?://.*");
    private static final Pattern VOLUME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*:vztmpl/[^/]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /**
     * Finds it: first among what lies on the node's storages, then in the node's catalogue. A bare name
     * ({@code debian-12-standard}) means the newest version; a volume means itself, there and nowhere else; an address, and the path of a
     * file, mean the file of that name.
     */
    static Optional<TemplateChoice> find(Origin.Template template, Actual actual) {
        String name = template.name();
        String file = fileOf(name);
        String checksum = template.checksum() == null ? "" : template.checksum();
        boolean exact = VOLUME.matcher(name).matches();
        Optional<VolumeId> present = newest(
                actual.templates().stream()
                        .filter(volume -> exact ? volume.toString().equals(name) : isMeantBy(name, volume.fileName())),
                VolumeId::fileName);
        if (present.isPresent()) {
            return Optional.of(new TemplateChoice(present.get(), true, "", checksum));
        }
        Optional<String> storage = exact
                ? Optional.of(VolumeId.parse(name).storage()).filter(id -> takesTemplates(id, actual))
                : actual.templateStorage();
        if (isAddress(name)) {
            return storage.map(id -> new TemplateChoice(new VolumeId(id, "vztmpl/" + file), false, name, checksum));
        }
        return newest(actual.catalogue().stream().filter(entry -> isMeantBy(name, entry)), entry -> entry)
                .flatMap(entry -> storage.map(
                        id -> new TemplateChoice(new VolumeId(id, "vztmpl/" + entry), false, "", checksum)));
    }

    /** The storage that a user's {@code template} names; empty if it names none. */
    static Optional<String> storageOf(Origin.Template template) {
        return VOLUME.matcher(template.name()).matches()
                ? Optional.of(VolumeId.parse(template.name()).storage())
                : Optional.empty();
    }

    /** Whether an archive is one that a user's {@code template} means. */
    static boolean isMeantBy(String name, String fileName) {
        String file = fileOf(name);
        return fileName.equals(file) || (!isAddress(name) && fileName.startsWith(file + "_"));
    }

    /** The names that could have been meant, for the message when none is found. */
    static List<String> known(Actual actual) {
        return Stream.concat(actual.templates().stream().map(VolumeId::toString), actual.catalogue().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether something has to be done about it before a container is made from it: brought, or looked at. */
    boolean needsWork() {
        return !present || !checksum.isEmpty();
    }

    private static boolean takesTemplates(String storage, Actual actual) {
        return actual.storages().getOrDefault(storage, Set.of()).contains("vztmpl");
    }

    private static boolean isAddress(String name) {
        return ADDRESS.matcher(name).matches();
    }

    /** As Proxmox writes the name of a file that it is given. */
    private static String fileOf(String name) {
        String path = isAddress(name) ? name.replaceFirst("[?#].*", "") : name;
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
        return isAddress(name) ? last.replaceAll("[^A-Za-z0-9_.-]", "_") : last;
    }

    private static <T> Optional<T> newest(Stream<T> found, Function<T, String> fileName) {
        return found.max(Comparator.comparing(fileName, TemplateChoice::compareVersions));
    }

    /** Numbers in names count as numbers: {@code 12.10} is newer than {@code 12.7}. */
    private static int compareVersions(String one, String other) {
        return Comparator.<String>naturalOrder().compare(padded(one), padded(other));
    }

    private static String padded(String name) {
        return NUMBER.matcher(name)
                .replaceAll(match -> "0".repeat(Math.max(0, 12 - match.group().length())) + match.group());
    }
}
