package phoenix.lab.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import phoenix.lab.node.Node;

/** The folders that Proxmox keeps its own files in, made where they are missing. */
final class NodeTree {
    private NodeTree() {}

    /** Makes what is missing below the node's root and returns its {@code /etc/pve}. */
    static Path prepare(Path root) throws IOException {
        Path etcPve = root.resolve("etc/pve");
        for (String folder : List.of(
                "etc/pve/nodes/" + Node.NAME + "/lxc",
                "etc/pve/nodes/" + Node.NAME + "/qemu-server",
                "etc/pve/firewall",
                "var/log/pve/tasks",
                "var/lib/vz/template/cache",
                "var/lib/vz/template/iso",
                "var/lib/vz/import",
                "var/lib/vz/snippets",
                "var/lib/vz/dump")) {
            Files.createDirectories(root.resolve(folder));
        }
        link(etcPve.resolve("local"), Path.of("nodes", Node.NAME));
        link(etcPve.resolve("lxc"), Path.of("nodes", Node.NAME, "lxc"));
        link(etcPve.resolve("qemu-server"), Path.of("nodes", Node.NAME, "qemu-server"));
        return etcPve;
    }

    private static void link(Path link, Path target) throws IOException {
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, target);
        }
    }
}
