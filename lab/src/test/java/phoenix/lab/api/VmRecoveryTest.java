package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.node.Volumes;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.pve.DiskSize;

/** What a server clears up of VMs that opens on the state of one that was killed; each state is what a kill leaves. */
final class VmRecoveryTest {
    private static final String VM = "/nodes/pve/qemu/100";

    @TempDir
    private Path folder;

    private static void create(Lab lab) {
        lab.done(lab.root().post("/nodes/pve/qemu", Map.of("vmid", "100", "memory", "512", "scsi0", "local-zfs:4")));
    }

    private static void snapshot(Lab lab) {
        lab.done(lab.root().post(VM + "/snapshot", Map.of("snapname", "one")));
    }

    /** Puts lines before the first section of the configuration file, and after the name of the snapshot's. */
    private void kill(String atTop, String inSnapshot) throws IOException {
        Path file = folder.resolve("node/root/etc/pve/qemu-server/100.conf");
        String text = Files.readString(file);
        Files.writeString(file, atTop + text.replace("[one]\n", "[one]\n" + inSnapshot));
    }

    private static List<String> volumes(Lab lab) {
        return lab.node().images().list().stream().map(Volumes.Usage::volume).toList();
    }

    private static boolean isLocked(Lab lab) {
        return lab.root().get(VM + "/config").data().has("lock");
    }

    @Test
    void a_vm_that_was_being_created_cloned_or_destroyed_is_gone() throws IOException {
        for (String lock : List.of("create", "clone", "destroyed")) {
            try (Lab lab = Lab.open(folder)) {
                create(lab);
            }
            kill("lock: " + lock + "\n", "");

            try (Lab lab = Lab.open(folder)) {
                assertThat(lab.server().recovered())
                        .containsExactly("removed VM 100, which was half made or half gone");
                assertThat(lab.root().get(VM + "/config").status()).isEqualTo(500);
                assertThat(volumes(lab)).isEmpty();
            }
        }
    }

    @Test
    void a_half_made_and_a_half_deleted_snapshot_are_gone() throws IOException {
        for (Map.Entry<String, String> state :
                Map.of("snapshot", "prepare", "snapshot-delete", "delete").entrySet()) {
            try (Lab lab = Lab.open(folder)) {
                create(lab);
                snapshot(lab);
            }
            kill("lock: " + state.getKey() + "\n", "snapstate: " + state.getValue() + "\n");

            try (Lab lab = Lab.open(folder)) {
                assertThat(lab.root().get(VM + "/snapshot").each("name")).containsExactly("current");
                assertThat(isLocked(lab)).isFalse();
                assertThat(lab.node().images().list().get(0).snapshots()).isEmpty();
                lab.done(lab.root().delete(VM));
            }
        }
    }

    @Test
    void a_rollback_is_finished() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            create(lab);
            snapshot(lab);
            lab.root().put(VM + "/config", Map.of("memory", "1024"));
        }
        kill("lock: rollback\n", "");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().recovered()).containsExactly("finished the rollback of VM 100 to 'one'");
            assertThat(lab.root().get(VM + "/config").data().path("memory").asString(""))
                    .isEqualTo("512");
            assertThat(isLocked(lab)).isFalse();
        }
    }

    @Test
    void disks_without_a_vm_go_sizes_follow_disks_and_a_template_is_finished() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            create(lab);
        }
        SimulatedNode node = new SimulatedNode(folder.resolve("node"));
        node.images().create("vm-777-disk-0", DiskSize.ofGiB(1));
        node.images().resize("vm-100-disk-0", DiskSize.ofGiB(9));

        try (Lab lab = Lab.open(folder)) {
            assertThat(volumes(lab)).containsExactly("vm-100-disk-0");
            assertThat(lab.root().get(VM + "/config").data().path("scsi0").asString(""))
                    .contains("size=9G");
        }
        new SimulatedNode(folder.resolve("node")).images().makeBase("vm-100-disk-0", "base-100-disk-0");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().recovered()).containsExactly("finished turning VM 100 into a template");
            assertThat(lab.root().get(VM + "/config").data().path("template").asInt(0))
                    .isEqualTo(1);
        }
    }

    @Test
    void locks_that_people_set_are_left_alone() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            create(lab);
        }
        kill("lock: backup\n", "");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().recovered()).isEmpty();
            assertThat(isLocked(lab)).isTrue();
        }
    }
}
