package phoenix.lab.api;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import phoenix.lab.simulated.Latencies;
import phoenix.lab.simulated.SimulatedNode;

/** A server in a process of its own, whose work takes for ever, for killing: prints its port and token, and stays. */
final class KilledServer {
    private KilledServer() {}

    public static void main(String[] args) throws Exception {
        Duration ever = Duration.ofHours(1);
        Path folder = Path.of(args[0]);
        SimulatedNode node =
                new SimulatedNode(folder.resolve("node"), new Latencies(ever, ever, Duration.ZERO, Duration.ZERO));
        try (ApiServer server = ApiServer.start(node, folder.resolve("state"), 0, Lab.QUICK)) {
            System.out.println(server.endpoint().getPort() + " " + server.apiToken());
            System.out.flush();
            // Whoever started this process ends it, or closes its standard input.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
