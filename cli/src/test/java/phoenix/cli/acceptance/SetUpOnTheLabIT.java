package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node itself, from bare. The disks are loop devices of the lab's node; their serial numbers are a stand-in for lsblk's, and ZFS is
 * zfs-fuse. Packages and pools are real.
 */
@OnTheRealLab
class SetUpOnTheLabIT {
    private final Site site;
    private final LabDisks disks;

    @TempDir
    private Path folder;

    SetUpOnTheLabIT(Site site) {
        this.site = site;
        this.disks = new LabDisks(site);
    }

    @BeforeEach
    void makeDisks() throws IOException {
        disks.make();
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}");
    }

    @AfterEach
    void giveDisksBack() {
        disks.giveBack();
    }

    @Test
    void a_disk_that_holds_something_is_wiped_only_with_its_own_serial_number() throws IOException {
        declare("""
                {"version": "2.0.0", "packages": ["zfs-fuse"],
                 "zfs": {"pools": [{"name": "third", "disks": ["/dev/lab-disk-c"]}]}}
                """);
        onNode("mkswap", "-q", "-L", "olddata", "/dev/lab-disk-c");

        assertThat(setUp().expect(1).err()).contains("is not empty: swap 'olddata'");
        assertThat(setUp("--wipe-disks").expect(5).err()).contains("LAB-c").contains("nothing was touched");
        setUp("--wipe-disks", "--confirm-wipe", "LAB-a").expect(5);
        setUp("--wipe-disks", "--confirm-wipe", "LAB-c", "--dry-run").expect(0);
        assertThat(onNode("wipefs", "-n", "--noheadings", "/dev/lab-disk-c")).contains("olddata");

        setUp("--wipe-disks", "--confirm-wipe", "LAB-c").expect(0);

        assertThat(onNode("zpool", "list", "-H", "-o", "name,health")).isEqualTo("third\tONLINE");
        assertThat(smokeTest().expect(0).err())
                .contains("pool third is as declared done", "pool third is healthy done");

        onNode("zpool", "export", "third");

        assertThat(smokeTest().expect(1).err())
                .contains("came back: pool is 'exported', and the file declares 'imported'")
                .contains("Try: phoenix --setup-hypervisor puts it right");
    }

    private PhoenixCommand.Ended smokeTest() {
        return site.phoenix("--config", folder.toString(), "--smoke-test");
    }

    private PhoenixCommand.Ended setUp(String... more) {
        return site.phoenix(folder, List.of("--setup-hypervisor"), more);
    }

    private void declare(String host) throws IOException {
        Files.writeString(folder.resolve("phoenix_hypervisor_config.json"), host);
    }

    private String onNode(String... argv) {
        return disks.onNode(argv);
    }
}
