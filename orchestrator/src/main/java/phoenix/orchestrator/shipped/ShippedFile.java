package phoenix.orchestrator.shipped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A text file of Phoenix's own, which lies beside the class that needs it. */
public final class ShippedFile {
    private ShippedFile() {}

    /**
     * The whole text.
     *
     * @throws IllegalStateException if this build lacks it, which is a mistake of ours
     */
    public static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build of Phoenix lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Phoenix's own file " + name, e);
        }
    }
}
