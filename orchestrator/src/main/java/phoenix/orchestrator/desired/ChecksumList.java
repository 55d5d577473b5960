package phoenix.orchestrator.desired;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's list of checksums, as {@code sha256sum} and {@code sha512sum} write them.
 *
 * @param url where it is
 * @param signature null if it is not signed, and its transport is all that vouches for it
 */
public record ChecksumList(String url, @Nullable Signature signature) {
    /**
     * The list's signature.
     *
     * @param url where the detached OpenPGP signature is
     * @param keyring the file with the public keys that may have made it
     */
    public record Signature(String url, Path keyring) {}
}
