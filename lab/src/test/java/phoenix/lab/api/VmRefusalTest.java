package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Proxmox refuses of a VM in the call, what only in the task, and in which order it looks. */
final class VmRefusalTest extends LabVmTest {
    private void lock(int id, String lock) {
        assertThat(root().put(vm(id) + "/config", form("lock", lock, "skiplock", "1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_stopped_vm_is_stopped_whatever_locks_it_and_a_running_one_is_not() {
        create(100);
        create(101);
        power(101, "start");
        lock(100, "backup");
        lock(101, "backup");

        assertThat(power(100, "stop")).isEqualTo("OK");
        assertThat(power(100, "shutdown")).isEqualTo("OK");
        assertThat(power(101, "stop")).isEqualTo("VM is locked (backup)");
        assertThat(power(101, "shutdown")).isEqualTo("VM is locked (backup)");
        assertThat(power(101, "reboot")).isEqualTo("VM is locked (backup)");
        assertThat(power(101, "reset")).isEqualTo("VM is locked (backup)");
        assertThat(power(101, "stop", "skiplock", "1")).isEqualTo("OK");
    }

    @Test
    void a_vm_is_paused_and_resumed_during_its_backup_and_under_no_other_lock() {
        create(100);
        power(100, "start");
        lock(100, "migrate");

        assertThat(power(100, "resume")).isEqualTo("OK");
        assertThat(power(100, "suspend")).isEqualTo("VM is locked (migrate)");
        root().put(vm(100) + "/config", form("lock", "backup", "skiplock", "1"));
        assertThat(power(100, "suspend")).isEqualTo("OK");

        assertThat(root().post(vm(100) + "/status/shutdown", form()).message())
                .isEqualTo("VM is paused - cannot shutdown\n");
        assertThat(root().post(vm(100) + "/status/reboot", form()).message())
                .isEqualTo("VM is paused - cannot shutdown\n");
        assertThat(root().get("/cluster/resources?type=vm").each("status")).containsExactly("paused");
        assertThat(power(100, "resume")).isEqualTo("OK");
    }

    @Test
    void a_locked_vm_is_neither_deleted_nor_grown_and_it_is_the_task_that_says_so() {
        create(100, "scsi0", "local-zfs:1");
        lock(100, "snapshot");

        Answer deleted = root().delete(vm(100));
        Answer grown = root().put(vm(100) + "/resize", form("disk", "scsi0", "size", "2G"));

        assertThat(lab.done(deleted)).isEqualTo("VM is locked (snapshot)");
        assertThat(lab.done(grown)).isEqualTo("VM is locked (snapshot)");
        lock(100, "suspended");
        assertThat(lab.done(root().delete(vm(100)))).isEqualTo("OK");
    }

    @Test
    void a_locked_container_is_refused_in_the_call() {
        lab.create(101);
        assertThat(set(101, "lock", "snapshot").status()).isEqualTo(200);

        assertThat(root().delete(guest(101)).message()).isEqualTo("CT is locked (snapshot)\n");
        assertThat(root().put(guest(101) + "/resize", form("disk", "rootfs", "size", "5G"))
                        .message())
                .isEqualTo("CT is locked (snapshot)\n");
        assertThat(root().post(guest(101) + "/status/stop", form()).message()).isEqualTo("CT 101 not running\n");
    }

    @Test
    void a_disk_that_is_not_there_or_a_cd_is_refused_in_the_task() {
        create(100, "ide2", "none,media=cdrom");
        String path = vm(100) + "/resize";

        assertThat(lab.done(root().put(path, form("disk", "scsi3", "size", "2G"))))
                .isEqualTo("disk 'scsi3' does not exist");
        assertThat(lab.done(root().put(path, form("disk", "ide2", "size", "2G"))))
                .isEqualTo("you can't resize a cdrom");
        assertThat(lab.done(root().put(
                                path,
                                form(
                                        "disk",
                                        "ide2",
                                        "size",
                                        "2G",
                                        "digest",
                                        "0123456789012345678901234567890123456789"))))
                .isEqualTo("checksum mismatch (file change by other user?)");
    }

    @Test
    void a_vm_that_is_not_there_is_missed_in_the_call_or_in_the_task_as_the_action_goes() {
        String noFile = "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist";
        String notFound = "unable to find configuration file for VM 999 on node 'pve'";

        assertThat(power(999, "start")).isEqualTo(noFile);
        assertThat(power(999, "stop")).isEqualTo(notFound);
        assertThat(power(999, "shutdown")).isEqualTo(notFound);
        assertThat(lab.done(root().put(vm(999) + "/resize", form("disk", "scsi0", "size", "2G"))))
                .isEqualTo(noFile);
        for (String action : List.of("reboot", "reset", "suspend", "resume")) {
            Answer answer = root().post(vm(999) + "/status/" + action, form());
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.message()).isEqualTo(notFound + "\n");
        }
        assertThat(root().delete(vm(999)).message()).isEqualTo(noFile + "\n");
        assertThat(root().put(vm(999) + "/config", form("cores", "2")).message())
                .isEqualTo(noFile + "\n");
        assertThat(root().get(vm(999) + "/status/current").message()).isEqualTo(noFile + "\n");
    }

    @Test
    void who_may_not_touch_an_option_learns_that_before_the_lock() {
        create(100);
        lock(100, "backup");

        Answer unlocking = lab.token().put(vm(100) + "/config", form("delete", "lock"));
        Answer locking = lab.token().put(vm(100) + "/config", form("lock", "clone"));
        Answer allowed = lab.token().put(vm(100) + "/config", form("cores", "2"));
        Answer skipping = lab.token().put(vm(100) + "/config", form("delete", "lock", "skiplock", "1"));
        Answer byRoot = root().put(vm(100) + "/config", form("delete", "lock", "skiplock", "1"));

        assertThat(unlocking.status()).isEqualTo(500);
        assertThat(unlocking.message()).isEqualTo("only root can set 'lock' config\n");
        assertThat(locking.message()).isEqualTo("only root can set 'lock' config\n");
        assertThat(allowed.message()).isEqualTo("VM is locked (backup)\n");
        assertThat(skipping.error("skiplock")).isEqualTo("Only root may use this option.");
        assertThat(byRoot.status()).isEqualTo(200);
    }

    @Test
    void a_change_in_a_task_is_refused_in_the_call_all_the_same() {
        create(100);

        Answer unknown = root().post(vm(100) + "/config", form("delete", "wheels"));
        Answer both = root().post(vm(100) + "/config", form("cores", "2", "delete", "cores"));
        Answer reverted = root().put(vm(100) + "/config", form("cores", "2", "revert", "cores"));
        Answer nothing = root().post(vm(100) + "/config", form());
        lock(100, "backup");
        Answer locked = root().post(vm(100) + "/config", form("cores", "2"));

        assertThat(unknown.error("delete")).isEqualTo("unknown option 'wheels'");
        assertThat(both.error("delete")).isEqualTo("you can't use '-cores' and -delete cores' at the same time");
        assertThat(reverted.error("delete")).isEqualTo("you can't use '-cores' and -revert cores' at the same time");
        assertThat(nothing.message()).isEqualTo("no options specified\n");
        assertThat(locked.message()).isEqualTo("VM is locked (backup)\n");
    }

    @Test
    void real_devices_are_for_root_alone_and_each_says_so_in_its_words() {
        create(100, "serial0", "/dev/ttyS0");

        assertThat(lab.token()
                        .put(vm(100) + "/config", form("delete", "serial0"))
                        .message())
                .isEqualTo("only root can delete 'serial0' config for real devices\n");
        assertThat(lab.token()
                        .put(vm(100) + "/config", form("serial0", "socket"))
                        .message())
                .isEqualTo("only root can modify 'serial0' config for real devices\n");
        assertThat(lab.token()
                        .put(vm(100) + "/config", form("usb0", "host=1234:5678"))
                        .message())
                .isEqualTo("only root can set 'usb0' config for real devices\n");
        assertThat(lab.token().put(vm(100) + "/config", form("usb0", "spice")).status())
                .isEqualTo(200);
    }

    @Test
    void each_option_needs_the_right_of_its_kind() throws IOException {
        create(100);
        String secret = root().post("/access/users/root@pam/token/apart", form())
                .data()
                .path("value")
                .asString("");
        Path users = lab.node().root().resolve("etc/pve/user.cfg");
        Files.writeString(users, Files.readString(users) + "role:Cpu:VM.Config.CPU:\nacl:1:/vms:root@pam!apart:Cpu:\n");
        RawClient token = RawClient.token(lab.server(), "root@pam!apart=" + secret);

        Map<List<String>, String> needed = Map.of(
                List.of("memory", "1024"), "VM.Config.Memory",
                List.of("keyboard", "de"), "VM.Config.Options",
                List.of("tablet", "0"), "VM.Config.HWType",
                List.of("bootdisk", "scsi0"), "VM.Config.Disk",
                List.of("tags", "a"), "VM.Config.Options",
                List.of("ciuser", "me"), "VM.Config.Cloudinit|VM.Config.Network");

        assertThat(token.put(vm(100) + "/config", form("cores", "2")).status()).isEqualTo(200);
        needed.forEach((option, right) -> {
            Answer refused = token.put(vm(100) + "/config", form(option.get(0), option.get(1)));
            assertThat(refused.status()).as("%s", option).isEqualTo(403);
            assertThat(refused.message()).isEqualTo("Permission check failed (/vms/100, " + right + ")\n");
        });
    }

    @Test
    void an_import_that_is_spelled_wrong_is_told_how_to_be_spelled() {
        Answer sized = root().post(
                        "/nodes/pve/qemu",
                        form("vmid", "100", "scsi0", "local-zfs:4,import-from=local:import/a.qcow2"));
        Answer kind =
                root().post("/nodes/pve/qemu", form("vmid", "100", "scsi0", "local-zfs:0,import-from=local:iso/a.iso"));

        assertThat(sized.error("scsi0"))
                .isEqualTo("'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
        assertThat(kind.error("scsi0"))
                .isEqualTo("local:iso/a.iso has wrong type 'iso' - needs to be 'images' or 'import'");
    }

    @Test
    void what_cannot_be_cloned_is_refused_in_the_call() {
        create(100, "scsi0", "local-zfs:1");
        create(101);
        assertThat(lab.done(root().post(vm(100) + "/snapshot", form("snapname", "one"))))
                .isEqualTo("OK");
        String path = vm(100) + "/clone";

        assertThat(root().post(vm(999) + "/clone", form("newid", "102")).message())
                .isEqualTo("unable to find configuration file for VM 999 on node 'pve'\n");
        assertThat(root().post(path, form("newid", "102", "storage", "local")).error("storage"))
                .isEqualTo("storage 'local' does not support vm images");
        assertThat(root().post(path, form("newid", "102", "snapname", "two")).message())
                .isEqualTo("snapshot 'two' does not exist\n");
        assertThat(root().post(path, form("newid", "102", "full", "0", "storage", "local-zfs"))
                        .message())
                .isEqualTo("parameter 'storage' not allowed for linked clones\n");
        assertThat(root().post(path, form("newid", "102", "full", "0")).message())
                .isEqualTo("Linked clone feature is not supported for 'local-zfs:vm-100-disk-0' (scsi0)\n");
        assertThat(root().post(path, form("newid", "102", "snapname", "one")).message())
                .isEqualTo("Full clone feature is not supported for a snapshot of 'local-zfs:vm-100-disk-0' (scsi0)\n");
        assertThat(root().post(path, form("newid", "101")).message())
                .isEqualTo("unable to create VM 101: config file already exists\n");
    }
}
