package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SnapshotTest extends LabTest {
    private String take(String name, String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "snapname";
        words[1] = name;
        System.arraycopy(more, 0, words, 2, more.length);
        return post(guest(101) + "/snapshot", words);
    }

    private String parentOf(String name) {
        return root().get(guest(101) + "/snapshot")
                .data()
                .valueStream()
                .filter(entry -> entry.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow()
                .path("parent")
                .asString("");
    }

    @Test
    void snapshots_are_listed_with_their_parents_and_the_present() {
        lab.create(101);
        take("first", "description", "the first");
        take("second");

        Answer list = root().get(guest(101) + "/snapshot");

        assertThat(list.each("name")).containsExactly("first", "second", "current");
        assertThat(list.each("parent")).containsExactly("", "first", "second");
        assertThat(list.each("description")).containsExactly("the first\n", "", "You are here!");
    }

    @Test
    void on_a_storage_that_is_switched_off_nothing_is_started_grown_copied_taken_taken_back_or_deleted() {
        lab.create(101);
        take("first");
        assertThat(root().put("/storage/local-zfs", form("disable", "1")).status())
                .isEqualTo(200);
        String off = "storage 'local-zfs' is disabled";

        assertThat(post(guest(101) + "/status/start")).isEqualTo(off);
        assertThat(take("second")).isEqualTo(off);
        assertThat(post(guest(101) + "/snapshot/first/rollback")).isEqualTo(off);
        assertThat(root().put(guest(101) + "/resize", form("disk", "rootfs", "size", "9G"))
                        .message())
                .isEqualTo(off + "\n");
        assertThat(post(guest(101) + "/clone", "newid", "102", "full", "1")).isEqualTo("clone failed: " + off);
        assertThat(lab.done(root().delete(guest(101) + "/snapshot/first"))).isEqualTo(off);
        assertThat(lab.done(root().delete(guest(101)))).isEqualTo(off);
        assertThat(option(101, "lock")).isEmpty();
        assertThat(root().get(guest(101) + "/snapshot").each("name")).containsExactly("first", "current");

        assertThat(root().put("/storage/local-zfs", form("delete", "disable")).status())
                .isEqualTo(200);
        assertThat(post(guest(101) + "/status/start")).isEqualTo("OK");
    }

    /** Volumes of a simulated node are files: what a folder stands in the place of cannot be written. */
    private void refuseToChange(String volume) throws IOException {
        Path file = folder.resolve("node/volumes").resolve(volume);
        Files.move(file, file.resolveSibling(volume + ".kept"));
        Files.createDirectories(file.resolve("in the way"));
    }

    private void agreeToChange(String volume) throws IOException {
        Path file = folder.resolve("node/volumes").resolve(volume);
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        Files.move(file.resolveSibling(volume + ".kept"), file);
    }

    @Test
    void a_deletion_that_fails_leaves_its_lock_and_a_snapshot_to_which_nothing_goes_back() throws IOException {
        lab.create(101);
        take("one");
        take("two");
        refuseToChange("subvol-101-disk-0");

        assertThat(lab.done(root().delete(guest(101) + "/snapshot/two"))).isNotEqualTo("OK");

        assertThat(option(101, "lock")).isEqualTo("snapshot-delete");
        assertThat(root().get(guest(101) + "/snapshot").each("snapstate")).containsExactly("", "delete", "");
        assertThat(lab.done(root().delete(guest(101) + "/snapshot/two"))).isEqualTo("CT is locked (snapshot-delete)");
        agreeToChange("subvol-101-disk-0");
        unlock(101);
        assertThat(post(guest(101) + "/snapshot/two/rollback"))
                .isEqualTo("unable to rollback to incomplete snapshot (snapstate = delete)");
        assertThat(take("two")).isEqualTo("snapshot name 'two' already used");
        assertThat(lab.done(root().delete(guest(101) + "/snapshot/two"))).isEqualTo("OK");
        assertThat(root().get(guest(101) + "/snapshot").each("name")).containsExactly("one", "current");
        assertThat(option(101, "parent")).isEqualTo("one");
    }

    @Test
    void a_rollback_that_fails_leaves_its_lock() throws IOException {
        lab.create(101);
        take("one");
        set(101, "memory", "1024");
        refuseToChange("subvol-101-disk-0");

        assertThat(post(guest(101) + "/snapshot/one/rollback")).isNotEqualTo("OK");

        assertThat(option(101, "lock")).isEqualTo("rollback");
        assertThat(option(101, "memory")).isEqualTo("1024");
        agreeToChange("subvol-101-disk-0");
    }

    /** What {@code pct unlock} does to the file. */
    private void unlock(int id) throws IOException {
        Path file = folder.resolve("node/root/etc/pve/nodes/pve/lxc/" + id + ".conf");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^lock: .*\n", ""));
    }

    @Test
    void rollback_goes_to_the_newest_only() {
        lab.create(101);
        take("first");
        take("second");

        assertThat(post(guest(101) + "/snapshot/first/rollback"))
                .isEqualTo("can't rollback, 'first' is not most recent snapshot on 'local-zfs:subvol-101-disk-0'");
        assertThat(post(guest(101) + "/snapshot/second/rollback")).isEqualTo("OK");
        assertThat(option(101, "lock")).isEmpty();
    }

    @Test
    void rollback_brings_options_and_tags_back_and_keeps_the_notes() {
        lab.create(101, "tags", "before", "description", "old notes");
        take("one");
        set(101, "tags", "after", "memory", "1024", "description", "new notes", "cores", "2");

        post(guest(101) + "/snapshot/one/rollback");

        assertThat(option(101, "tags")).isEqualTo("before");
        assertThat(option(101, "memory")).isEqualTo("512");
        assertThat(option(101, "cores")).isEmpty();
        assertThat(option(101, "description")).isEqualTo("new notes\n");
        assertThat(option(101, "parent")).isEqualTo("one");
    }

    @Test
    void rollback_stops_a_running_container_and_starts_it_only_if_asked() {
        lab.create(101);
        take("one");
        post(guest(101) + "/status/start");

        post(guest(101) + "/snapshot/one/rollback");

        assertThat(status(101)).isEqualTo("stopped");
    }

    @Test
    void deleting_one_in_the_middle_gives_its_children_to_its_parent() {
        lab.create(101);
        take("first");
        take("second");
        take("third");

        assertThat(lab.done(root().delete(guest(101) + "/snapshot/second"))).isEqualTo("OK");

        assertThat(parentOf("third")).isEqualTo("first");
        assertThat(lab.config(101).data().has("unused0")).isFalse();
    }

    @Test
    void names_are_taken_once_and_some_never() {
        lab.create(101);
        take("one");

        assertThat(take("one")).isEqualTo("snapshot name 'one' already used");
        assertThat(root().post(guest(101) + "/snapshot", Map.of("snapname", "current"))
                        .message())
                .isEqualTo("unable to use snapshot name 'current' (reserved name)\n");
        assertThat(lab.done(root().delete(guest(101) + "/snapshot/absent")))
                .isEqualTo("snapshot 'absent' does not exist");
    }

    @Test
    void a_bind_mount_makes_snapshots_impossible() {
        lab.create(101, "mp0", "/srv,mp=/srv");

        assertThat(take("one")).isEqualTo("snapshot feature is not available");
        assertThat(root().get(guest(101) + "/feature?feature=snapshot")
                        .data()
                        .path("hasFeature")
                        .asInt(-1))
                .isZero();
        assertThat(option(101, "lock")).isEmpty();
    }

    @Test
    void a_snapshots_configuration_can_be_read_and_described() {
        lab.create(101, "cores", "1");
        take("one", "description", "first words");
        set(101, "cores", "2");

        root().put(guest(101) + "/snapshot/one/config", Map.of("description", "better words"));

        Answer config = root().get(guest(101) + "/snapshot/one/config");
        assertThat(config.data().path("cores").asInt(0)).isEqualTo(1);
        assertThat(config.data().path("description").asString("")).isEqualTo("better words\n");
        assertThat(root().get(guest(101) + "/config?snapshot=one")
                        .data()
                        .path("cores")
                        .asInt(0))
                .isEqualTo(1);
        assertThat(root().get(guest(101) + "/config?snapshot=two").message())
                .isEqualTo("snapshot 'two' does not exist\n");
    }
}
