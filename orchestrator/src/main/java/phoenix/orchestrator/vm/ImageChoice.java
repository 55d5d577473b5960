package phoenix.orchestrator.vm;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.PublishedImage;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VolumeId;

/**
 * The disk image that a user's {@code template_image} means.
 *
 * @param source what {@code import-from} gets: a volume, or a path on the node
 * @param url where the node downloads it from; empty if it is there
 * @param checksum {@code sha256:} or {@code sha512:} and digits; empty if it is not fixed
 * @param checksums where the publisher says what it is, for one that has to be downloaded; null if nobody does
 */
record ImageChoice(
        String source,
        String url,
        String checksum,
        @Nullable ChecksumList checksums) {
    private static final String CONTENT = "import";

    /** Finds it; empty if there is none, or no storage that could take it. */
    static Optional<ImageChoice> find(Origin.Image image, Actual actual) {
        String name = image.name();
        String checksum = checksum(image);
        if (name.startsWith("/") || name.matches("[A-Za-z][A-Za-z0-9._-]*:(import|images|[0-9]).*")) {
            return Optional.of(new ImageChoice(name, "", checksum, null));
        }
        Optional<ImageChoice> present = actual.facts().images().stream()
                .filter(volume -> isMeantBy(image, volume.fileName()))
                .max(Comparator.comparing(VolumeId::fileName))
                .map(volume -> new ImageChoice(volume.toString(), "", checksum, null));
        PublishedImage published = image.published();
        String url = published == null ? name : published.url();
        if (present.isPresent() || !url.matches("https?://.*")) {
            return present;
        }
        ChecksumList checksums = published == null || !checksum.isEmpty() ? null : published.checksums();
        return storage(actual)
                .map(storage ->
                        new ImageChoice(storage + ":" + CONTENT + "/" + fileName(url), url, checksum, checksums));
    }

    private static String checksum(Origin.Image image) {
        PublishedImage published = image.published();
        String fixed = image.checksum() == null && published != null ? published.checksum() : image.checksum();
        return fixed == null ? "" : fixed;
    }

    /**
     * Whether a file is one that a user's {@code template_image} means. A name of the catalogue means what is published under it; where
     * no checksum is fixed, as any other name it means whatever begins with it, so that a name without its ending means any version.
     */
    static boolean isMeantBy(Origin.Image image, String file) {
        PublishedImage published = image.published();
        if (published != null && file.equals(fileName(published.url()))) {
            return true;
        }
        boolean exact = published != null && !checksum(image).isEmpty();
        return !exact && isMeantBy(image.name(), file);
    }

    private static boolean isMeantBy(String name, String file) {
        String wanted = fileName(name.substring(name.indexOf(':') + 1));
        return file.equals(wanted) || file.startsWith(wanted + ".") || file.startsWith(wanted + "-");
    }

    /** The first storage that takes images. */
    static Optional<String> storage(Actual actual) {
        return actual.storages().entrySet().stream()
                .filter(entry -> entry.getValue().contains(CONTENT))
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    /** The images that could have been meant, for the message when none is found. */
    static List<String> known(Actual actual) {
        return actual.facts().images().stream().map(VolumeId::fileName).sorted().toList();
    }

    /** The step that has it there and checked. */
    StepKey key(String node) {
        return new StepKey(node, "image " + file());
    }

    /** Whether it lies there already, and has to be looked at before it is used: what is downloaded, Proxmox checks itself. */
    boolean isToBeChecked() {
        return url.isEmpty() && !checksum.isEmpty();
    }

    /** Whether it is a file of the node's that only {@code root@pam} may name. */
    boolean isPath() {
        return source.startsWith("/");
    }

    boolean isToBeFetched() {
        return !url.isEmpty();
    }

    /** Whether something says what has to come down. */
    boolean isVouchedFor() {
        return !checksum.isEmpty() || checksums != null;
    }

    /** The name that its publisher gives it. */
    String publishedName() {
        return url.substring(url.lastIndexOf('/') + 1).replaceFirst("[?#].*", "");
    }

    VolumeId volume() {
        return VolumeId.parse(source);
    }

    String file() {
        return source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf(':')) + 1);
    }

    /** Proxmox takes {@code .qcow2}, {@code .raw}, {@code .vmdk} as names of images; what Ubuntu calls {@code .img} is qcow2. */
    static String fileName(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).replaceFirst("[?#].*", "");
        return last.replaceFirst("\\.img$", ".qcow2").replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
