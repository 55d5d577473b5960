package phoenix.lab.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that come with this package. */
final class Resource {
    private Resource() {}

    /** A script's text. */
    static String text(String name) {
        try (InputStream found = Resource.class.getResourceAsStream(name)) {
            if (found == null) {
                throw new IllegalStateException("the lab was built without its resource " + name);
            }
            return new String(found.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
