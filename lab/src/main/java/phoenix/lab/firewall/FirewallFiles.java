package phoenix.lab.firewall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.pve.VmId;

/**
 * The guests' and the cluster's files in {@code /etc/pve/firewall}, and the node's {@code host.fw}; read afresh each time. Safe for use
 * by several threads.
 */
public final class FirewallFiles {
    private final Path etcPve;

    /** @param etcPve the node's {@code /etc/pve} */
    public FirewallFiles(Path etcPve) {
        this.etcPve = etcPve;
    }

    Path guest(VmId id) {
        return etcPve.resolve("firewall/" + id + ".fw");
    }

    /** The firewall of the whole cluster. */
    Path cluster() {
        return etcPve.resolve("firewall/cluster.fw");
    }

    Path node() {
        return etcPve.resolve("nodes/" + Node.NAME + "/host.fw");
    }

    FirewallFile load(Path file) {
        return Files.exists(file) ? FirewallParser.parse(WholeFile.read(file)) : FirewallFile.EMPTY;
    }

    synchronized void change(Path file, UnaryOperator<FirewallFile> change) {
        String text = change.apply(load(file)).print();
        if (text.isEmpty()) {
            remove(file);
        } else {
            WholeFile.write(file, text);
        }
    }

    /** A clone gets its source's firewall. */
    public synchronized void copy(VmId source, VmId target) {
        if (Files.exists(guest(source))) {
            WholeFile.write(guest(target), WholeFile.read(guest(source)));
        }
    }

    /** Forgets the firewall of a guest that is deleted. */
    public synchronized void remove(VmId id) {
        remove(guest(id));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file, failed);
        }
    }
}
