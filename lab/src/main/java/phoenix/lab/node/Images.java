package phoenix.lab.node;

import java.nio.file.Path;
import phoenix.pve.DiskSize;

/** The disks of the VMs: volumes with a content of their own, called {@code vm-8000-disk-0}, {@code base-8000-disk-0}. */
public interface Images extends Volumes {
    /**
     * Makes a disk of an image's content.
     *
     * @param image a file in a format that QEMU knows, below {@link Node#root()} as this process sees it
     * @return the disk's size, which is the image's
     */
    DiskSize importFile(Path image, String volume);
}
