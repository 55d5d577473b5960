package phoenix.lab.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import phoenix.lab.simulated.SimulatedNode;

/** The keys of one server, lent to all others of a test run: making them takes longer than most tests. */
final class Keys {
    private static final List<String> FILES = List.of("certificate.pem", "key.pem", "ticket-key");
    private static final List<Path> MADE = new ArrayList<>();

    private Keys() {}

    static synchronized void lend(Path stateFolder) throws IOException {
        if (MADE.isEmpty()) {
            Path folder = Path.of("target", "lab-keys");
            ApiServer.start(new SimulatedNode(folder.resolve("node")), folder.resolve("state"), 0)
                    .close();
            MADE.add(folder.resolve("state"));
        }
        Files.createDirectories(stateFolder);
        for (String file : FILES) {
            if (!Files.exists(stateFolder.resolve(file))) {
                Files.copy(MADE.get(0).resolve(file), stateFolder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
