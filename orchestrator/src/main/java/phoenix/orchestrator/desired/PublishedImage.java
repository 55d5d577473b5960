package phoenix.orchestrator.desired;

import org.jspecify.annotations.Nullable;

/**
 * A disk image that somebody publishes, as an entry of the catalogue describes it.
 *
 * @param url where it is downloaded from; what is published there may change
 * @param checksum {@code sha256:} or {@code sha512:} and hexadecimal digits; null if it is not fixed
 * @param checksums where the publisher says what it is now; null if nobody does, or the checksum is fixed
 */
public record PublishedImage(
        String url, @Nullable String checksum, @Nullable ChecksumList checksums) {}
