package phoenix.lab.simulated;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Templates;

/** Templates that are empty but for a line that says so. */
public final class SimulatedTemplates implements Templates {
    private static final Entry DEBIAN = new Entry(
            "debian-12-standard_12.7-1_amd64.tar.zst",
            "debian-12-standard",
            "12.7-1",
            "debian-12",
            "system",
            "Debian 12 (simulated)");

    private static final Entry UBUNTU = new Entry(
            "ubuntu-24.04-standard_24.04-2_amd64.tar.zst",
            "ubuntu-24.04-standard",
            "24.04-2",
            "ubuntu-24.04",
            "system",
            "Ubuntu 24.04 (simulated)");

    private final Latencies latencies;

    SimulatedTemplates(Latencies latencies) {
        this.latencies = latencies;
    }

    @Override
    public List<Entry> catalogue() {
        return List.of(DEBIAN, UBUNTU);
    }

    @Override
    public void make(Entry entry, Path target, Consumer<String> log) {
        log.accept("simulating " + entry.template());
        Latencies.pass(latencies.unpack());
        WholeFile.write(target, "a simulated template: " + entry.packageName() + "\n");
    }
}
