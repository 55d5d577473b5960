package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A VM's life on a simulated node, in the words of Proxmox's API. */
final class VmTest extends LabVmTest {
    private static final String IMAGE = "local:import/debian-12.qcow2";

    @BeforeEach
    void put_an_image_there() throws IOException {
        Path file = lab.node().root().resolve("var/lib/vz/import/debian-12.qcow2");
        Files.write(file, new byte[3 << 20]);
    }

    private void createFromImage(int id, String... options) {
        Map<String, String> form = form(options);
        form.putAll(form(
                "vmid", Integer.toString(id),
                "name", "vm" + id,
                "memory", "1024",
                "agent", "1",
                "scsihw", "virtio-scsi-single",
                "scsi0", "local-zfs:0,import-from=" + IMAGE,
                "ide2", "local-zfs:cloudinit",
                "serial0", "socket",
                "net0", "virtio,bridge=vmbr0"));
        assertThat(lab.done(root().post("/nodes/pve/qemu", form))).isEqualTo("OK");
    }

    private String config(int id, String option) {
        return root().get(vm(id) + "/config").data().path(option).asString("");
    }

    private String file(int id) throws IOException {
        return Files.readString(lab.node().root().resolve("etc/pve/qemu-server/" + id + ".conf"));
    }

    @Test
    void a_vm_from_an_image_has_what_proxmox_adds() throws IOException {
        createFromImage(100);

        assertThat(config(100, "scsi0")).isEqualTo("local-zfs:vm-100-disk-0,size=3M");
        assertThat(config(100, "ide2")).isEqualTo("local-zfs:vm-100-cloudinit,media=cdrom");
        assertThat(config(100, "net0")).matches("virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0");
        assertThat(config(100, "boot")).isEqualTo("order=scsi0;net0");
        assertThat(config(100, "smbios1")).startsWith("uuid=");
        assertThat(config(100, "meta")).startsWith("creation-qemu=");
        assertThat(file(100))
                .contains("\nscsi0: local-zfs:vm-100-disk-0,size=3M\n")
                .doesNotContain("lock:");
    }

    @Test
    void what_cannot_be_made_is_refused_in_the_call_and_leaves_nothing() {
        Answer noStorage = root().post("/nodes/pve/qemu", form("vmid", "100", "scsi0", "8"));
        Answer notThere = root().post("/nodes/pve/qemu", form("vmid", "100", "scsi0", "nowhere:8"));
        Answer notImages = root().post("/nodes/pve/qemu", form("vmid", "100", "scsi0", "local:8"));
        Answer sized = root().post("/nodes/pve/qemu", form("vmid", "100", "scsi0", "local-zfs:4,import-from=" + IMAGE));

        assertThat(noStorage.message()).isEqualTo("no storage ID specified (and no default storage)\n");
        assertThat(notThere.message()).isEqualTo("storage 'nowhere' does not exist\n");
        assertThat(notImages.error("storage")).isEqualTo("storage 'local' does not support vm images");
        assertThat(sized.status()).isEqualTo(400);
        assertThat(root().get(vm(100) + "/config").message())
                .isEqualTo("Configuration file 'nodes/pve/qemu-server/100.conf' does not exist\n");
    }

    @Test
    void numbers_are_shared_with_containers() {
        create(100);

        Answer container = root().post("/nodes/pve/lxc", Lab.creation(100));

        assertThat(container.message()).contains("VM 100 already exists on node 'pve'");
        assertThat(root().get("/cluster/nextid").data().asString("")).isEqualTo("101");
        assertThat(root().get("/cluster/resources?type=vm")
                        .data()
                        .path(0)
                        .path("id")
                        .asString(""))
                .isEqualTo("qemu/100");
    }

    @Test
    void a_running_vm_keeps_what_needs_a_restart_pending_until_it_is_stopped() throws IOException {
        createFromImage(100);
        power(100, "start");

        root().put(vm(100) + "/config", form("cores", "2", "description", "hello", "memory", "2048"));

        assertThat(config(100, "cores")).isEqualTo("2");
        assertThat(root().get(vm(100) + "/config?current=1").data().has("cores"))
                .isFalse();
        assertThat(root().get(vm(100) + "/config?current=1")
                        .data()
                        .path("description")
                        .asString(""))
                .isEqualTo("hello");
        assertThat(file(100)).contains("[PENDING]\ncores: 2\nmemory: 2048\n");
        assertThat(power(100, "shutdown")).isEqualTo("OK");
        assertThat(file(100)).doesNotContain("[PENDING]").contains("cores: 2");
    }

    @Test
    void a_disk_is_added_to_a_running_vm_and_taken_away_as_unused() {
        createFromImage(100);
        power(100, "start");

        root().put(vm(100) + "/config", form("scsi1", "local-zfs:1"));
        assertThat(config(100, "scsi1")).isEqualTo("local-zfs:vm-100-disk-1,size=1G");
        root().put(vm(100) + "/config", form("delete", "scsi1"));

        assertThat(config(100, "unused0")).isEqualTo("local-zfs:vm-100-disk-1");
        root().put(vm(100) + "/config", form("delete", "unused0"));
        assertThat(lab.node().images().find("vm-100-disk-1")).isEmpty();
    }

    @Test
    void an_old_digest_is_refused_in_the_words_of_vms() {
        create(100);

        Answer refused = root().put(
                        vm(100) + "/config", form("cores", "2", "digest", "0123456789012345678901234567890123456789"));

        assertThat(refused.message()).isEqualTo("checksum mismatch (file change by other user?)\n");
    }

    @Test
    void a_template_is_cloned_linked_and_stays_as_long_as_a_clone_needs_it() {
        createFromImage(8000);
        assertThat(lab.done(root().post(vm(8000) + "/template", form()))).isEqualTo("OK");

        assertThat(lab.done(root().post(vm(8000) + "/clone", form("newid", "8001", "name", "web"))))
                .isEqualTo("OK");

        assertThat(config(8001, "scsi0")).isEqualTo("local-zfs:base-8000-disk-0/vm-8001-disk-0,size=3M");
        assertThat(config(8001, "ide2")).isEqualTo("local-zfs:vm-8001-cloudinit,media=cdrom");
        assertThat(config(8001, "net0")).isNotEqualTo(config(8000, "net0"));
        assertThat(lab.done(root().delete(vm(8000)))).contains("is still in use by linked cloned");
        assertThat(power(8000, "start")).isEqualTo("you can't start a vm if it's a template");
        assertThat(lab.done(root().delete(vm(8001)))).isEqualTo("OK");
        assertThat(lab.done(root().delete(vm(8000)))).isEqualTo("OK");
        assertThat(lab.node().images().list()).isEmpty();
    }

    @Test
    void a_full_clone_takes_a_name_of_its_own() {
        createFromImage(100);

        assertThat(lab.done(root().post(vm(100) + "/clone", form("newid", "101"))))
                .isEqualTo("OK");

        assertThat(config(101, "name")).isEqualTo("Copy-of-VM-vm100");
        assertThat(config(101, "scsi0")).isEqualTo("local-zfs:vm-101-disk-0,size=3M");
    }

    @Test
    void a_snapshot_with_memory_is_rolled_back_to_and_runs_on() {
        createFromImage(100);
        power(100, "start");
        String take = lab.done(root().post(vm(100) + "/snapshot", form("snapname", "warm", "vmstate", "1")));
        root().put(vm(100) + "/config", form("description", "later", "name", "other"));

        String back = lab.done(root().post(vm(100) + "/snapshot/warm/rollback", form()));

        assertThat(take).isEqualTo("OK");
        assertThat(back).isEqualTo("OK");
        assertThat(config(100, "name")).isEqualTo("vm100");
        assertThat(root().get(vm(100) + "/status/current").data().path("status").asString(""))
                .isEqualTo("running");
        assertThat(root().get(vm(100) + "/snapshot")
                        .data()
                        .path(0)
                        .path("vmstate")
                        .asInt(0))
                .isEqualTo(1);
        assertThat(lab.done(root().delete(vm(100) + "/snapshot/warm"))).isEqualTo("OK");
        assertThat(lab.node().images().find("vm-100-state-warm")).isEmpty();
    }

    @Test
    void a_disk_grows_and_never_shrinks_and_its_own_size_is_no_error() {
        createFromImage(100);
        String path = vm(100) + "/resize";

        assertThat(lab.done(root().put(path, form("disk", "scsi0", "size", "5G"))))
                .isEqualTo("OK");
        assertThat(lab.done(root().put(path, form("disk", "scsi0", "size", "5G"))))
                .isEqualTo("OK");
        assertThat(lab.done(root().put(path, form("disk", "scsi0", "size", "4G"))))
                .isEqualTo("shrinking disks is not supported");
        assertThat(config(100, "scsi0")).isEqualTo("local-zfs:vm-100-disk-0,size=5G");
    }

    @Test
    void why_an_agent_does_not_answer_is_told_apart() throws IOException {
        create(100);
        createFromImage(101);
        Answer notConfigured = root().post(vm(100) + "/agent/ping", form());
        Answer notRunning = root().post(vm(101) + "/agent/ping", form());
        power(101, "start");
        assertThat(root().post(vm(101) + "/agent/ping", form()).status()).isEqualTo(200);
        Path agents = Files.createDirectories(lab.node().root().resolveSibling("agents"));
        Files.writeString(agents.resolve("101"), "absent\n");

        assertThat(notConfigured.message()).isEqualTo("No QEMU guest agent configured\n");
        assertThat(notRunning.message()).isEqualTo("VM 101 is not running\n");
        assertThat(root().post(vm(101) + "/agent/ping", form()).message())
                .isEqualTo("QEMU guest agent is not running\n");
    }

    @Test
    void a_program_runs_through_the_agent_and_files_go_both_ways() {
        createFromImage(100);
        power(100, "start");

        long pid = root().send(
                        "POST",
                        vm(100) + "/agent/exec",
                        "application/x-www-form-urlencoded",
                        "command=cloud-init&command=status&command=--format&command=json")
                .data()
                .path("pid")
                .asLong(0);
        String path = vm(100) + "/agent/exec-status?pid=" + pid;
        org.awaitility.Awaitility.await()
                .until(
                        () -> root().get(path),
                        found -> found.data().path("exited").asInt(0) == 1 || found.status() != 200);
        root().post(vm(100) + "/agent/file-write", form("file", "/etc/motd", "content", "hello"));

        assertThat(root().get(vm(100) + "/agent/file-read?file=/etc/motd")
                        .data()
                        .path("content")
                        .asString(""))
                .isEqualTo("hello");
        assertThat(root().get(vm(100) + "/agent/file-read?file=/none").message())
                .startsWith("Agent error:");
    }

    @Test
    void the_cloud_init_drive_says_what_the_options_say_and_shows_what_it_does_not_say_yet() throws IOException {
        createFromImage(
                100,
                "ciuser",
                "admin",
                "ipconfig0",
                "ip=10.0.0.5/24,gw=10.0.0.1",
                "sshkeys",
                "ssh-ed25519%20AAAA%20me");
        power(100, "start");

        String user = root().get(vm(100) + "/cloudinit/dump?type=user").data().asString("");
        root().put(vm(100) + "/config", form("ciuser", "other"));

        assertThat(user).startsWith("#cloud-config\n").contains("user: admin\n", "  - ssh-ed25519 AAAA me\n");
        assertThat(root().get(vm(100) + "/cloudinit/dump?type=network").data().asString(""))
                .contains("address: '10.0.0.5/24'", "gateway: '10.0.0.1'");
        assertThat(file(100)).contains("[special:cloudinit]");
        assertThat(root().get(vm(100) + "/cloudinit").data().toString()).contains("\"pending\":\"other\"");
        root().put(vm(100) + "/cloudinit", form());
        assertThat(root().get(vm(100) + "/cloudinit").data().toString()).doesNotContain("pending");
    }

    @Test
    void a_snippet_stands_in_for_what_would_be_generated_and_a_missing_one_fails_the_start() throws IOException {
        createFromImage(100, "cicustom", "user=local:snippets/user.yaml");

        assertThat(power(100, "start")).isEqualTo("volume 'local:snippets/user.yaml' does not exist");
        Files.writeString(
                lab.node().root().resolve("var/lib/vz/snippets/user.yaml"), "#cloud-config\nhostname: mine\n");
        assertThat(power(100, "start")).isEqualTo("OK");

        assertThat(root().get(vm(100) + "/cloudinit/dump?type=user").data().asString(""))
                .isEqualTo("#cloud-config\nhostname: mine\n");
    }

    @Test
    void a_token_of_root_is_not_root() {
        Answer raw = lab.token().post("/nodes/pve/qemu", form("vmid", "100", "hostpci0", "0000:01:00.0"));
        Answer args = lab.token().post("/nodes/pve/qemu", form("vmid", "100", "args", "-snapshot"));
        Answer path = lab.token()
                .post("/nodes/pve/qemu", form("vmid", "100", "scsi0", "local-zfs:0,import-from=/tmp/x.qcow2"));

        assertThat(raw.status()).isEqualTo(500);
        assertThat(raw.message()).isEqualTo("only root can set 'hostpci0' config for non-mapped devices\n");
        assertThat(args.status()).isEqualTo(500);
        assertThat(args.message()).isEqualTo("only root can set 'args' config\n");
        assertThat(path.message()).isEqualTo("Only root can pass arbitrary filesystem paths.\n");
    }

    @Test
    void a_password_is_stored_hashed_and_never_shown() throws IOException {
        createFromImage(100, "cipassword", "secret");

        assertThat(config(100, "cipassword")).isEqualTo("**********");
        assertThat(file(100)).contains("cipassword: $5$").doesNotContain("secret");
    }

    @Test
    void a_running_vm_is_not_deleted_and_a_stopped_one_goes_with_everything() {
        createFromImage(100);
        power(100, "start");

        assertThat(root().delete(vm(100)).message()).isEqualTo("VM 100 is running - destroy failed\n");
        assertThat(power(100, "stop")).isEqualTo("OK");
        assertThat(power(100, "stop")).isEqualTo("OK");
        assertThat(lab.done(root().delete(vm(100)))).isEqualTo("OK");
        assertThat(lab.node().images().list()).isEmpty();
    }

    @Test
    void a_running_vm_tells_its_network_cards_by_their_ends_on_the_node() {
        createFromImage(100);
        assertThat(root().get(vm(100) + "/status/current").data().has("nics")).isFalse();

        assertThat(power(100, "start")).isEqualTo("OK");

        assertThat(root().get(vm(100) + "/status/current")
                        .data()
                        .path("nics")
                        .path("tap100i0")
                        .path("netin")
                        .asInt(-1))
                .isZero();
        assertThat(root().get("/nodes/pve/qemu").data().path(0).has("nics")).isFalse();
        assertThat(root().get("/nodes/pve/qemu?full=1").data().path(0).has("nics"))
                .isTrue();
    }

    @Test
    void on_a_storage_that_is_switched_off_nothing_is_done_to_disks_but_a_vm_is_forgotten() {
        createFromImage(100);
        assertThat(lab.done(root().post(vm(100) + "/snapshot", form("snapname", "first"))))
                .isEqualTo("OK");
        assertThat(root().put("/storage/local-zfs", form("disable", "1")).status())
                .isEqualTo(200);
        String off = "storage 'local-zfs' is disabled";

        assertThat(power(100, "start")).isEqualTo(off);
        assertThat(lab.done(root().post(vm(100) + "/snapshot", form("snapname", "second"))))
                .isEqualTo(off);
        assertThat(lab.done(root().post(vm(100) + "/snapshot/first/rollback", Map.of())))
                .isEqualTo(off);
        assertThat(lab.done(root().delete(vm(100) + "/snapshot/first"))).isEqualTo(off);
        assertThat(lab.done(root().put(vm(100) + "/resize", form("disk", "scsi0", "size", "9G"))))
                .isEqualTo(off);
        assertThat(lab.done(root().post(vm(100) + "/clone", form("newid", "101", "full", "1"))))
                .isEqualTo("clone failed: " + off);
        assertThat(config(100, "lock")).isEmpty();

        assertThat(lab.done(root().delete(vm(100)))).isEqualTo("OK");

        assertThat(root().get(vm(100) + "/config").status()).isEqualTo(500);
        assertThat(lab.node().images().find("vm-100-disk-0"))
                .as("Proxmox says that it could not be removed, and goes on")
                .isPresent();
    }
}
