package phoenix.orchestrator.container;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.orchestrator.actual.Actual;
import phoenix.pve.VolumeId;

/**
 * The template archive that a user's {@code template} means.
 *
 * @param volume where it is, or will be
 * @param present whether it lies there already
 */
record TemplateChoice(VolumeId volume, boolean present) {
    /**
     * Finds it: first among what lies on the node's storages, then in the node's catalogue. A bare name
     * ({@code debian-12-standard}) means the newest version; anything else means the file of that name.
     */
    static Optional<TemplateChoice> find(String name, Actual actual) {
        String file = fileOf(name);
        Optional<VolumeId> present =
                newest(actual.templates().stream().filter(volume -> means(name, file, volume)), VolumeId::fileName);
        if (present.isPresent()) {
            return Optional.of(new TemplateChoice(present.get(), true));
        }
        return newest(actual.catalogue().stream().filter(entry -> isVersionOf(file, entry)), entry -> entry)
                .flatMap(entry -> actual.templateStorage()
                        .map(storage -> new TemplateChoice(new VolumeId(storage, "vztmpl/" + entry), false)));
    }

    /** Whether an archive is one that a user's {@code template} means. */
    static boolean isMeantBy(String name, String fileName) {
        return isVersionOf(fileOf(name), fileName);
    }

    /** The names that could have been meant, for the message when none is found. */
    static List<String> known(Actual actual) {
        return Stream.concat(actual.templates().stream().map(VolumeId::toString), actual.catalogue().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static String fileOf(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
    }

    private static boolean means(String name, String file, VolumeId volume) {
        return name.equals(volume.toString()) || isVersionOf(file, volume.fileName());
    }

    private static boolean isVersionOf(String name, String file) {
        return file.equals(name) || file.startsWith(name + "_");
    }

    private static <T> Optional<T> newest(Stream<T> found, java.util.function.Function<T, String> fileName) {
        return found.max(Comparator.comparing(fileName, TemplateChoice::compareVersions));
    }

    /** Numbers in names count as numbers: {@code 12.10} is newer than {@code 12.7}. */
    private static int compareVersions(String one, String other) {
        return Comparator.<String>naturalOrder().compare(padded(one), padded(other));
    }

    private static String padded(String name) {
        return java.util.regex.Pattern.compile("[0-9]+")
                .matcher(name)
                .replaceAll(match -> "0".repeat(Math.max(0, 12 - match.group().length())) + match.group());
    }
}
