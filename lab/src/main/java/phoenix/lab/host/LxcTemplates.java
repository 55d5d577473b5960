package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;
import phoenix.lab.node.Templates;

/** Container templates made from the distribution's packages. The version is the Debian release that the machine's mirror brings. */
final class LxcTemplates implements Templates {
    private static final Bootstrap DEBIAN = new Bootstrap(
            "debian-12-standard",
            List.of(
                    "systemd",
                    "systemd-sysv",
                    "dbus",
                    "iproute2",
                    "ifupdown",
                    "isc-dhcp-client",
                    "netbase",
                    "procps",
                    "iputils-ping",
                    "ca-certificates",
                    "tzdata",
                    "less",
                    "nano"),
            false);

    private final LabPlace place;

    LxcTemplates(LabPlace place) {
        this.place = place;
    }

    /**
     * Begins to make the template in the background, while the node's own system is built: both together take hardly longer than
     * one, and the first thing done with a new lab is to ask for a template. {@link #make} waits for it.
     */
    void prepareBehind() {
        Thread thread = new Thread(this::prepare, "template for the lab");
        thread.setDaemon(true);
        thread.start();
    }

    private void prepare() {
        try {
            DEBIAN.archive(place, line -> {});
        } catch (NodeException failed) {
            // Nobody has asked for it yet. Who does, has it built anew and is told what fails.
            return;
        }
    }

    @Override
    public List<Entry> catalogue() {
        String version =
                PlainFile.read(place.rootfs().resolve("etc/debian_version")).strip() + "-1";
        return List.of(new Entry(
                "debian-12-standard_" + version + "_amd64.tar.zst",
                "debian-12-standard",
                version,
                "debian-12",
                "system",
                "Debian 12 Bookworm (standard)"));
    }

    @Override
    public void make(Entry entry, Path target, Consumer<String> log) {
        if (!catalogue().contains(entry)) {
            throw new NodeException("no such template: " + entry.template());
        }
        Path archive = DEBIAN.archive(place, log);
        Path born = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.copy(archive, born, StandardCopyOption.REPLACE_EXISTING);
            Files.move(born, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new NodeException("cannot put the template at " + target + ": " + failed, failed);
        }
    }
}
