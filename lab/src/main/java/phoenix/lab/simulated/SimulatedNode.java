package phoenix.lab.simulated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import phoenix.lab.node.Node;

/**
 * A simulated node below one folder: {@code root} is its file tree, {@code volumes} and {@code guests} hold what a real one has in
 * its kernel. Safe for use by several threads; one process at a time.
 */
public final class SimulatedNode implements Node {
    private final Path root;
    private final SimulatedVolumes volumes;
    private final SimulatedContainers containers;
    private final SimulatedTemplates templates;

    /** Opens the node that lies in a folder, or makes it there. */
    public SimulatedNode(Path folder) throws IOException {
        this(folder, Latencies.NONE);
    }

    /** Opens the node that lies in a folder, or makes it there, with work that takes its time. */
    public SimulatedNode(Path folder, Latencies latencies) throws IOException {
        this.root = Files.createDirectories(folder.resolve("root"));
        this.volumes = new SimulatedVolumes(Files.createDirectories(folder.resolve("volumes")), latencies);
        this.containers = new SimulatedContainers(Files.createDirectories(folder.resolve("guests")), latencies);
        this.templates = new SimulatedTemplates(latencies);
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public SimulatedVolumes volumes() {
        return volumes;
    }

    @Override
    public SimulatedContainers containers() {
        return containers;
    }

    @Override
    public SimulatedTemplates templates() {
        return templates;
    }

    @Override
    public boolean simulated() {
        return true;
    }
}
