package phoenix.lab.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.rest.ApiException;
import phoenix.pve.VmId;

/**
 * What a volume's name tells.
 *
 * @param content {@code images} for every guest's volume, else {@code vztmpl}, {@code iso}...
 * @param name without the folder or the base
 * @param owner the guest whose volume it is
 * @param base the volume that it was cloned from, if it is a linked clone
 * @param isBase whether linked clones may be made of it
 */
public record VolumeName(String content, String name, Optional<VmId> owner, Optional<String> base, boolean isBase) {
    private static final Pattern ON_ZFS =
            Pattern.compile("(?:((?:base|basevol)-[0-9]+-\\S+)/)?((base|basevol|vm|subvol)-([0-9]+)-\\S+)");
    private static final Pattern IN_FOLDER = Pattern.compile("(iso|vztmpl|backup|import|snippets)/([^/]+)");

    /**
     * Reads a volume's name as a storage of this kind gives it.
     *
     * @throws ApiException if the storage has no such names
     */
    static VolumeName parse(Storage storage, String volume) {
        if (!storage.isFolder()) {
            Matcher parts = ON_ZFS.matcher(volume);
            if (!parts.matches() || !isGuest(parts.group(4))) {
                throw ApiException.failure("unable to parse zfs volume name '" + volume + "'");
            }
            return new VolumeName(
                    "images",
                    parts.group(2),
                    Optional.of(VmId.parse(parts.group(4))),
                    Optional.ofNullable(parts.group(1)),
                    parts.group(3).startsWith("base"));
        }
        Matcher parts = IN_FOLDER.matcher(volume);
        if (!parts.matches() || !isFileOf(parts.group(1), parts.group(2))) {
            throw ApiException.failure("unable to parse directory volume name '" + volume + "'");
        }
        return new VolumeName(parts.group(1), parts.group(2), Optional.empty(), Optional.empty(), false);
    }

    private static boolean isGuest(String number) {
        return number.matches("[1-9][0-9]{2,8}");
    }

    /** Whether a file of this name counts as such content. */
    static boolean isFileOf(String content, String name) {
        return switch (content) {
            case "iso" -> name.matches("(?i:.*\\.(?:iso|img))");
            case "vztmpl" -> name.matches("(?i:.*\\.tar\\.(?:gz|xz|zst|bz2))");
            case "backup" -> name.matches(".*\\.(?:tgz|(?:tar|vma)(?:\\.(?:gz|lzo|zst|bz2))?)");
            case "import" -> name.matches(".*\\.(?:ova|ovf|qcow2|raw|vmdk)");
            default -> true;
        };
    }

    /** The folder of a content type below a folder storage. */
    static String folderOf(String content) {
        return switch (content) {
            case "iso" -> "template/iso";
            case "vztmpl" -> "template/cache";
            case "backup" -> "dump";
            default -> content;
        };
    }
}
