package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/**
 * The life of a VM's template and its clone, from a cloud image to gone, as a user drives it. The chapters follow one another on one
 * fleet; one VM starts at a time. Nothing in here knows what kind of node it is, but for whether there is a system in the VMs to look at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class VmLife {
    private static final String[] ALL = {"9013", "9012", "9011", "9010"};

    private final Site site;
    private final SshUser user;
    private final VmFleet fleet;
    private final PveClient client;

    VmLife(Site site, Path folder) {
        this.site = site;
        this.user = SshUser.in(folder.resolve("ssh"), "admin");
        this.fleet = VmFleet.in(folder.resolve("fleet"), site, user.publicKey());
        this.client = site.client();
    }

    @BeforeAll
    void removeLeftovers() {
        delete(ALL).expect(0);
    }

    @AfterAll
    void removeEverything() {
        delete(ALL).expect(0);
        client.close();
    }

    @Test
    @Order(1)
    void a_dry_run_shows_the_exact_calls_and_changes_nothing() {
        PhoenixCommand.Ended ended =
                converge("--dry-run", "--verbose", "--detailed-exitcode").expect(2);

        assertThat(ended.out())
                .contains("+ 9010 (test-vm-template)", "+ 9011 (test-vm)")
                .contains("import-from=", "/qemu/9010/clone", "full=0", "/qemu/9010/template")
                .endsWith("Plan: 2 to create, 0 to change, 0 to delete, 0 unchanged.");
        assertThat(ours()).isEmpty();
    }

    @Test
    @Order(2)
    void one_command_makes_the_template_and_its_clone() {
        PhoenixCommand.Ended ended = converge().expect(0);

        assertThat(ended.out())
                .containsPattern("9010 \\(test-vm-template\\) +created")
                .containsPattern("9011 \\(test-vm\\) +created");
        assertThat(options(VmFleet.TEMPLATE)).containsEntry("template", "1");
        assertThat(running(VmFleet.TEMPLATE)).as("a template never runs").isFalse();
        assertThat(running(VmFleet.SERVER)).isTrue();
        assertThat(snapshots(VmFleet.SERVER)).containsExactly("ready");
        assertThat(options(VmFleet.SERVER).get("scsi0")).contains("size=4G");
    }

    @Test
    @Order(3)
    void status_and_tests_know_vms() {
        PhoenixCommand.Ended status =
                site.phoenix("status", "--config", fleet.path(), "--probe").expect(0);
        PhoenixCommand.Ended smoke =
                site.phoenix("--smoke-test", "--config", fleet.path(), "9011").expect(0);
        PhoenixCommand.Ended features = site.phoenix("--test", "features", "--config", fleet.path(), "9011")
                .expect(0);

        assertThat(status.out()).containsPattern("9010 +test-vm-template").containsPattern("9011 +test-vm .*done");
        assertThat(smoke.err() + smoke.out()).contains("health check");
        assertThat(features.err() + features.out()).contains("feature marker is there");
    }

    @Test
    @Order(4)
    void the_second_run_changes_nothing_and_waits_for_nothing() {
        String before = fingerprint();

        PhoenixCommand.Ended ended = converge().expect(0);

        assertThat(ended.out())
                .contains("Nothing to do: everything is as wanted")
                .doesNotContain("wait");
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(running(VmFleet.TEMPLATE)).isFalse();
        converge("--dry-run", "--detailed-exitcode").expect(0);
    }

    @Test
    @Order(5)
    void what_the_file_says_is_so_inside() {
        assumeTrue(site.real(), "a simulated VM has no inside");

        assertThat(inside("hostname")).isEqualTo("test-vm");
        assertThat(inside("stat", "-c", "%a", "/etc/test/yes")).isEqualTo("640");
        assertThat(inside("cat", "/etc/test/yes")).isEqualTo("0755\n1:30\n~");
        assertThat(inside("cat", "/etc/marker")).isEqualTo("applied");
        assertThat(gibibytes()).isGreaterThanOrEqualTo(3.5);
        assertThat(user.at(fleet.address(), "sudo -n id -un && id -nG"))
                .contains("root")
                .contains("adm");
        assertThat(site.onNode("curl", "-fsS", "http://" + fleet.address() + ":8080/"))
                .isEqualTo("9011");
    }

    /** The release of cloud-init that reads them is the judge: of what it was given, and of a document with everything in it. */
    @Test
    @Order(5)
    void what_cloud_init_is_given_is_what_its_own_schema_allows() throws IOException {
        assumeTrue(site.real(), "a simulated VM has no cloud-init");
        byte[] everything = Files.readAllBytes(Packaged.HOME.resolve(
                "orchestrator/src/test/resources/phoenix/orchestrator/vm/cloudinit/everything.yaml"));

        assertThat(inside("cloud-init", "schema", "--system")).contains("Valid");
        assertThat(inside(
                        "sh",
                        "-c",
                        "echo \"$1\" | base64 -d >/run/everything && cloud-init schema --config-file /run/everything",
                        "sh",
                        Base64.getEncoder().encodeToString(everything)))
                .contains("Valid");
    }

    @Test
    @Order(6)
    void a_grown_disk_is_grown_inside_without_a_restart() {
        fleet.disk(5);

        PhoenixCommand.Ended ended = converge().expect(0);

        assertThat(ended.out()).containsPattern("9011 \\(test-vm\\) +changed");
        assertThat(options(VmFleet.SERVER).get("scsi0")).contains("size=5G");
        if (site.real()) {
            assertThat(gibibytes()).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    @Order(7)
    void more_memory_needs_a_restart_that_somebody_agrees_to() {
        fleet.memory(704);

        PhoenixCommand.Ended asked = converge().expect(5);
        assertThat(asked.err()).contains("restart");
        assertThat(options(VmFleet.SERVER)).containsEntry("memory", "640");
        converge("--allow-restart").expect(0);

        assertThat(options(VmFleet.SERVER)).containsEntry("memory", "704");
        if (site.real()) {
            assertThat(Integer.parseInt(inside("awk", "/^MemTotal/ {print int($2 / 1024)}", "/proc/meminfo")))
                    .isGreaterThan(600);
        }
    }

    @Test
    @Order(8)
    void a_rollback_brings_back_what_was_with_the_memory_and_so_without_a_boot() {
        if (site.real()) {
            inside("sh", "-c", "echo later >/etc/marker; sync");
        }

        PhoenixCommand.Ended ended =
                site.phoenix("--rollback", "9011", "ready", "--yes").expect(0);

        assertThat(ended.err()).contains("roll back to ready");
        assertThat(running(VmFleet.SERVER)).isTrue();
        assertThat(options(VmFleet.SERVER)).containsEntry("memory", "640");
        if (site.real()) {
            assertThat(inside("cat", "/etc/marker")).isEqualTo("applied");
        }
        site.phoenix("stop", "9011").expect(0);
        assertThat(running(VmFleet.SERVER)).isFalse();
    }

    @Test
    @Order(9)
    void a_vm_without_an_agent_is_worked_on_by_ssh() {
        fleet.withAgentless();
        String[] agentless = {"--config", fleet.path(), "9013"};

        PhoenixCommand.Ended ended = site.phoenix(agentless).expect(0);

        assertThat(ended.out()).containsPattern("9013 \\(test-agentless\\) +created");
        assertThat(options(VmFleet.AGENTLESS).getOrDefault("agent", "0")).isIn("0", "enabled=0");
        if (site.real()) {
            assertThat(user.at(fleet.agentlessAddress(), "cat /etc/marker")).isEqualTo("applied");
        }
        assertThat(site.phoenix(agentless).expect(0).out()).contains("Nothing to do: everything is as wanted");
        assertThat(site.phoenix("--test", "features", "--config", fleet.path(), "9013")
                        .expect(0)
                        .err())
                .contains("feature marker is there");
        assertThat(bySsh("true").expect(0).err()).isEmpty();
        if (site.real()) {
            assertThat(bySsh("sh", "-c", "id -un; echo \"$1\"; exit 7", "sh", "it's $HOME")
                            .expect(7)
                            .out())
                    .isEqualTo("root\nit's $HOME");
        }
        assertThat(site.phoenix("exec", "--config", "/nowhere", "9013", "--", "true")
                        .expect(125)
                        .err())
                .contains("it has no guest agent, and no login for SSH in the files");
    }

    @Test
    @Order(10)
    void cloud_init_that_fails_ends_the_wait_with_its_module_and_its_last_words() {
        assumeTrue(site.real(), "a simulated VM runs nothing");
        fleet.withBroken();

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "9012").expect(1);

        assertThat(ended.out() + ended.err())
                .contains("cloud-init failed in VM 9012 (test-broken)")
                .contains("scripts_user", "the-last-words");
        site.phoenix("--config", fleet.path(), "9012", "--dry-run", "--detailed-exitcode")
                .expect(2);
    }

    @Test
    @Order(11)
    void deleting_asks_deletes_and_leaves_no_document_behind() {
        PhoenixCommand.Ended kept = site.phoenix("--delete", "9010", "--yes").expect(1);
        assertThat(kept.out()).contains("VM 9010 (test-vm-template) is needed by 9011 (test-vm)");
        PhoenixCommand.Ended asked = site.phoenix("--delete", "9011").expect(5);
        assertThat(asked.err()).contains("nobody was there to agree").contains("ready");
        assertThat(ours()).contains(VmFleet.SERVER);

        delete(ALL).expect(0);

        assertThat(ours()).isEmpty();
        if (site.real()) {
            assertThat(site.onNode("sh", "-c", "ls /var/lib/vz/snippets")).doesNotContain("phoenix-901");
        }
        assertThat(delete("9011").expect(0).out()).contains("Nothing to do");
    }

    private PhoenixCommand.Ended delete(String... guests) {
        List<String> arguments = new ArrayList<>(List.of("--delete"));
        arguments.addAll(List.of(guests));
        arguments.add("--yes");
        return site.phoenix(arguments.toArray(String[]::new));
    }

    private PhoenixCommand.Ended converge(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--config", fleet.path(), "9010", "9011"));
        arguments.addAll(List.of(options));
        return site.phoenix(arguments.toArray(String[]::new));
    }

    private PhoenixCommand.Ended bySsh(String... command) {
        List<String> arguments = new ArrayList<>(List.of("exec", "--config", fleet.path(), "9013", "--"));
        arguments.addAll(List.of(command));
        return site.phoenix(arguments.toArray(String[]::new));
    }

    /** What a program in 9011 prints, by the agent. */
    private String inside(String... argv) {
        List<String> arguments = new ArrayList<>(List.of("exec", "9011", "--"));
        arguments.addAll(List.of(argv));
        return site.phoenix(arguments.toArray(String[]::new)).expect(0).out().strip();
    }

    private double gibibytes() {
        return Long.parseLong(inside("df", "--output=size", "-B1", "/")
                        .lines()
                        .skip(1)
                        .collect(Collectors.joining())
                        .strip())
                / (double) (1 << 30);
    }

    private List<Integer> ours() {
        return client.send(ClusterApi.guests()).stream()
                .map(GuestResource::id)
                .map(VmId::value)
                .filter(id -> id >= VmFleet.TEMPLATE && id <= VmFleet.AGENTLESS)
                .sorted()
                .toList();
    }

    private GuestPath path(int id) {
        String node = client.send(ClusterApi.guests()).stream()
                .findFirst()
                .map(GuestResource::node)
                .orElse("pve");
        return new GuestPath(GuestKind.VM, node, new VmId(id), "a test's VM");
    }

    private List<String> snapshots(int id) {
        return client.send(GuestApi.snapshots(path(id))).stream()
                .map(Snapshot::name)
                .toList();
    }

    private Map<String, String> options(int id) {
        return client.send(GuestApi.configWithPending(path(id))).options();
    }

    private boolean running(int id) {
        return client.send(GuestApi.status(path(id))).running();
    }

    private String fingerprint() {
        return ours().stream()
                .map(id -> client.send(GuestApi.configWithPending(path(id))).digest())
                .collect(Collectors.joining(" "));
    }
}
