package phoenix.orchestrator.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A script of ours that runs on the node, with arguments as a vector. */
final class NodeScript {
    private NodeScript() {}

    static String text(String name) {
        try (InputStream in = NodeScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build of Phoenix lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Phoenix's own file " + name, e);
        }
    }
}
