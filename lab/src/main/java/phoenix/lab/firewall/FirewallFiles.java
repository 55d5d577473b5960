package phoenix.lab.firewall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import phoenix.lab.files.WholeFile;
import phoenix.pve.VmId;

/** The files in {@code /etc/pve/firewall}, read afresh each time. Safe for use by several threads. */
public final class FirewallFiles {
    private final Path folder;

    /** @param etcPve the node's {@code /etc/pve} */
    public FirewallFiles(Path etcPve) {
        this.folder = etcPve.resolve("firewall");
    }

    private Path file(VmId id) {
        return folder.resolve(id + ".fw");
    }

    GuestFirewall load(VmId id) {
        return read(file(id));
    }

    /** The firewall of the whole cluster. */
    GuestFirewall cluster() {
        return read(folder.resolve("cluster.fw"));
    }

    private static GuestFirewall read(Path file) {
        return Files.exists(file) ? GuestFirewall.parse(WholeFile.read(file)) : GuestFirewall.EMPTY;
    }

    synchronized void change(VmId id, UnaryOperator<GuestFirewall> change) {
        String text = change.apply(load(id)).print();
        if (text.isEmpty()) {
            remove(id);
        } else {
            WholeFile.write(file(id), text);
        }
    }

    /** A clone gets its source's firewall. */
    public synchronized void copy(VmId source, VmId target) {
        if (Files.exists(file(source))) {
            WholeFile.write(file(target), WholeFile.read(file(source)));
        }
    }

    /** Forgets the firewall of a guest that is deleted. */
    public synchronized void remove(VmId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file(id), failed);
        }
    }
}
