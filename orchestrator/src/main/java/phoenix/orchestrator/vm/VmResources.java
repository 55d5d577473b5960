package phoenix.orchestrator.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts of ours that run on the node. */
final class VmResources {
    private VmResources() {}

    static String text(String name) {
        try (InputStream in = VmResources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build of Phoenix lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Phoenix's own file " + name, e);
        }
    }
}
