package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mount points, folders of the node and devices in containers. */
final class MountsAndDevicesTest extends LabTest {
    @BeforeEach
    void makeGuest() {
        lab.create(101);
    }

    @Test
    void a_folder_of_the_node_must_be_there_at_the_start_and_not_before() throws IOException {
        assertThat(set(101, "mp0", "/srv/data,mp=/data,ro=1").status()).isEqualTo(200);

        assertThat(post(guest(101) + "/status/start")).isEqualTo("startup for container '101' failed");
        Files.createDirectories(lab.node().root().resolve("srv/data"));
        assertThat(post(guest(101) + "/status/start")).isEqualTo("OK");
        assertThat(option(101, "mp0")).isEqualTo("/srv/data,mp=/data,ro=1");
        assertThat(set(101, "mp1", "/srv/none,mp=/none").error("mp1"))
                .isEqualTo("unable to hotplug mp1: directory '/srv/none' does not exist\n");
        assertThat(option(101, "mp1")).isEmpty();
        assertThat(set(101, "mp1", "/srv/data,mp=/again").status()).isEqualTo(200);
        assertThat(option(101, "mp1")).isEqualTo("/srv/data,mp=/again");
    }

    @Test
    void a_folder_of_the_node_is_neither_copied_nor_kept_in_snapshots() {
        set(101, "mp0", "/srv/data,mp=/data");

        assertThat(post(guest(101) + "/snapshot", "snapname", "one")).isEqualTo("snapshot feature is not available");
        assertThat(root().post(guest(101) + "/clone", form("newid", "102")).message())
                .isEqualTo("unable to clone mountpoint 'mp0' (type bind)\n");
        assertThat(root().get(guest(101) + "/feature?feature=snapshot")
                        .data()
                        .path("hasFeature")
                        .asInt(1))
                .isZero();
        assertThat(set(101, "delete", "mp0").status()).isEqualTo(200);
        assertThat(lab.config(101).data().propertyNames()).doesNotContain("mp0", "unused0");
    }

    @Test
    void a_device_that_a_feature_brings_as_well_fails_the_start() {
        assertThat(set(101, "features", "nesting=1,fuse=1", "dev0", "/dev/fuse").status())
                .isEqualTo(200);

        assertThat(post(guest(101) + "/status/start")).isEqualTo("startup for container '101' failed");
        assertThat(set(101, "features", "nesting=1,fuse=0").status()).isEqualTo(200);
        assertThat(post(guest(101) + "/status/start")).isEqualTo("OK");
    }

    @Test
    void only_root_itself_mounts_folders_and_passes_devices() {
        assertThat(lab.token()
                        .put(guest(101) + "/config", form("mp0", "/srv,mp=/srv"))
                        .message())
                .contains("mount point type bind is only allowed for root@pam");
        assertThat(lab.token()
                        .put(guest(101) + "/config", form("dev0", "/dev/fuse"))
                        .message())
                .contains("configuring device passthrough is only allowed for root@pam");
    }

    @Test
    void a_device_must_be_there_when_it_is_configured() {
        assertThat(set(101, "dev0", "/dev/wombat").message()).isEqualTo("Device /dev/wombat does not exist\n");
        assertThat(set(101, "dev0", "/dev/net").message()).isEqualTo("/dev/net is not a device\n");
        assertThat(set(101, "dev0", "mode=0660,path=/dev/fuse,gid=104").status())
                .isEqualTo(200);
        assertThat(set(101, "dev1", "/dev/net/tun").status()).isEqualTo(200);

        assertThat(option(101, "dev0")).isEqualTo("mode=0660,path=/dev/fuse,gid=104");
        post(guest(101) + "/status/start");
        set(101, "delete", "dev1");
        set(101, "dev2", "/dev/null");
        assertThat(root().get(guest(101) + "/config?current=1").data().propertyNames())
                .contains("dev1")
                .doesNotContain("dev2");
        assertThat(post(guest(101) + "/status/reboot")).isEqualTo("OK");
        assertThat(root().get(guest(101) + "/config?current=1").data().propertyNames())
                .contains("dev2")
                .doesNotContain("dev1");
    }

    @Test
    void a_volume_lives_from_its_allocation_until_it_is_deleted_as_unused() {
        post(guest(101) + "/status/start");

        assertThat(set(101, "mp0", "local-zfs:2,mp=/data,backup=1").status()).isEqualTo(200);
        assertThat(option(101, "mp0")).isEqualTo("local-zfs:subvol-101-disk-1,mp=/data,backup=1,size=2G");
        assertThat(lab.done(root().put(guest(101) + "/resize", form("disk", "mp0", "size", "3G"))))
                .isEqualTo("OK");
        assertThat(option(101, "mp0")).isEqualTo("local-zfs:subvol-101-disk-1,mp=/data,backup=1,size=3G");
        set(101, "delete", "mp0");
        assertThat(root().get(guest(101) + "/pending")
                        .data()
                        .valueStream()
                        .filter(entry -> entry.path("key").asString("").equals("mp0"))
                        .map(entry -> entry.path("delete").asInt(0)))
                .containsExactly(1);
        assertThat(post(guest(101) + "/status/stop")).isEqualTo("OK");
        assertThat(option(101, "unused0")).isEqualTo("local-zfs:subvol-101-disk-1");
        set(101, "mp3", "local-zfs:subvol-101-disk-1,mp=/again");
        assertThat(option(101, "mp3")).isEqualTo("local-zfs:subvol-101-disk-1,mp=/again,size=3G");
        assertThat(option(101, "unused0")).isEmpty();
        set(101, "delete", "mp3");
        set(101, "delete", "unused0");
        assertThat(lab.node().volumes().find("subvol-101-disk-1")).isEmpty();
    }

    @Test
    void protection_keeps_volumes_and_the_container() {
        lab.create(102, "mp0", "local-zfs:1,mp=/data", "protection", "1");

        assertThat(set(102, "delete", "mp0").message())
                .isEqualTo("can't remove CT 102 drive 'mp0' - protection mode enabled\n");
        assertThat(set(102, "mp1", "local-zfs:1,mp=/more").message())
                .isEqualTo("can't update CT 102 drive 'mp1' - protection mode enabled\n");
        assertThat(root().delete(guest(102)).message()).isEqualTo("can't remove CT 102 - protection mode enabled\n");
        assertThat(set(102, "protection", "0").status()).isEqualTo(200);
        assertThat(lab.done(root().delete(guest(102)))).isEqualTo("OK");
    }
}
