package phoenix.lab.node;

import java.nio.file.Path;
import java.util.List;

/** The lab's one node. Safe for use by several threads. */
public interface Node {
    /** The node's name in Proxmox's paths. */
    String NAME = "pve";

    /** The root of the node's file tree as this process sees it: {@code root().resolve("etc/pve")} is the node's {@code /etc/pve}. */
    Path root();

    Volumes volumes();

    Containers containers();

    /** The VMs' disks. */
    Images images();

    Machines machines();

    /** Makes the cloud images that the lab offers. */
    CloudImages cloudImages();

    /** Makes the templates of the catalogue. */
    Templates templates();

    /** What lies at an absolute path of the node, links followed. */
    FileKind kind(String path);

    /**
     * Runs a program on the node as root and waits for it. A simulated node has no programs and says of every one that it went well.
     *
     * @param argv program and arguments; no shell looks at them
     */
    Answer run(List<String> argv);

    /** Whether guests are only simulated. */
    boolean simulated();
}
