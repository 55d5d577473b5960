package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Three small disks of the lab's node: loop devices with a stand-in for lsblk's serial numbers, {@code /dev/lab-disk-a} to {@code -c}. */
final class LabDisks {
    private final Site site;

    LabDisks(Site site) {
        this.site = site;
    }

    void make() {
        onNode("sh", "-c", resource("make-disks.sh"));
    }

    /** The loop devices are the machine's: they would outlive the lab. */
    void giveBack() {
        onNode(
                "sh",
                "-c",
                "systemctl stop zfs-fuse; for file in /var/lib/lab-disks/*.img; do losetup -j $file | cut -d: -f1 | xargs -r losetup -d; done;"
                        + " rm -rf /var/lib/zfs /etc/zfs/zpool.cache /var/lib/lab-disks; systemctl start zfs-fuse; true");
    }

    String onNode(String... argv) {
        try (ByHand hand = ByHand.on(site)) {
            return hand.onNode(argv);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(LabDisks.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
