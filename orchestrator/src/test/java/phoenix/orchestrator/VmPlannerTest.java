package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.check.TestHistory;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.PublishedImage;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.orchestrator.desired.Suite;
import phoenix.orchestrator.desired.Suites;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestFirewall;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** The reference's two VMs: 8000, a template made from an image, and 8001, cloned from it, with a feature and a snapshot. */
class VmPlannerTest {
    private static final Access ROOT_SHELL = new Access(true, true);
    private static final Feature DOCKER = new Feature("docker", Path.of("features/docker"), Inputs.NONE, "d0c4e700");

    @Test
    void a_template_is_imported_booted_once_sealed_and_converted_and_its_clone_waits_for_that() {
        Plan plan = plan(nothing(), template().value(), docker().value());

        assertThat(titles(plan, 8000))
                .containsExactly(
                        "cloud-init documents",
                        "create",
                        "start",
                        "wait until it is ready",
                        "seal for cloning",
                        "stop",
                        "make it a template");
        assertThat(titles(plan, 8001))
                .containsExactly(
                        "clone from 8000",
                        "configure",
                        "grow scsi0 to 32G",
                        "start",
                        "wait until it is ready",
                        "feature docker",
                        "snapshot initial");
        assertThat(subject(plan, 8001).steps().get(0).needs())
                .extracting(Object::toString)
                .containsExactly("8000/template");
    }

    @Test
    void a_finished_template_and_its_clone_change_nothing_and_nothing_is_waited_for() {
        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), docker().value());

        assertThat(plan.subjects()).flatExtracting(Subject::changes).isEmpty();
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void a_vm_gets_its_firewall_before_it_starts_and_loses_it_with_the_files_word() {
        WantedVm wanted = docker();
        wanted.firewall = new Firewall(true, "DROP", null, List.of());

        Plan made = plan(nothing(), template().value(), wanted.value());
        Note note = Note.made(new VmId(8001), "8000", Map.of()).managing(Set.of("firewall", "name"));
        NodeFacts filtering = new NodeFacts(
                Map.of(),
                Map.of(new VmId(8001), GuestFirewall.parse("[OPTIONS]\nenable: 1\n")),
                Optional.empty(),
                Optional.empty());
        Plan dropped = plan(
                node(finishedTemplate(), guest(8001, note, Map.of("name", "docker"), true))
                        .with(filtering),
                template().value(),
                docker().value());

        assertThat(titles(made, 8001)).containsSubsequence("configure", "firewall", "start");
        assertThat(steps(made, "firewall"))
                .contains("PUT /nodes/pve/qemu/8001/firewall/options enable=1 policy_in=DROP");
        assertThat(steps(dropped, "firewall")).contains("PUT /nodes/pve/qemu/8001/firewall/options enable=0");
    }

    @Test
    void an_address_that_a_guest_of_no_file_has_is_refused() {
        WantedVm wanted = docker();
        wanted.networks.clear();
        wanted.networks.add(new Network("", "vmbr0", "10.0.0.101/24", null, null, null, null, null, null, null, null));
        ActualGuest stranger = guest(
                777,
                Note.made(new VmId(777), "", Map.of()),
                Map.of("name", "other", "ipconfig0", "ip=10.0.0.101/24"),
                true);

        Plan plan = plan(node(stranger), template().value(), wanted.value());

        assertThat(subject(plan, 8001).refusal().orElseThrow().why())
                .contains("address 10.0.0.101 of VM 8001 (docker) is taken by VM 777 (other)");
    }

    @Test
    void a_further_disk_on_a_storage_that_is_not_there_is_refused() {
        WantedVm wanted = template();
        wanted.disks = List.of(new DesiredVm.Disk("tank-disks", 8));

        Subject.Refusal refusal =
                subject(plan(nothing(), wanted.value()), 8000).refusal().orElseThrow();

        assertThat(refusal.why()).contains("storage 'tank-disks' of VM 8000");
        assertThat(refusal.hint()).contains("use one of: local-zfs", "phoenix --setup-hypervisor");
    }

    private static String steps(Plan plan, String title) {
        return subject(plan, 8001).steps().stream()
                .filter(step -> step.title().equals(title))
                .map(Step::preview)
                .toList()
                .toString();
    }

    @Test
    void the_tests_of_a_template_come_while_it_still_runs() {
        DesiredVm wanted = template().value();
        Suite suite = new Suite(
                "deep",
                true,
                List.of(new Suite.Test(
                        "answers",
                        new Suite.Work.Ask(new HealthCheck.Probe.CommandLine("true")),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ZERO)));
        Fleet fleet = new Fleet(new TreeMap<>(), new TreeMap<>(Map.of(wanted.id(), wanted)));
        Suites suites = Suites.of(List.of(), Map.of(wanted.id(), List.of(suite)));

        Plan plan = new TestPlanner(
                        "pve", fleet, suites, Path.of("features/phoenix.sh"), TestHistory.NONE, Instant.EPOCH)
                .after(plan(nothing(), wanted), true, List.of(wanted.id()));

        assertThat(titles(plan, 8000))
                .containsSubsequence("deep: answers", "note that deep is green", "seal for cloning", "stop");
    }

    @Test
    void a_finished_template_is_never_started_whatever_its_features_say() {
        WantedVm wanted = template();
        wanted.features.add(DOCKER);

        Plan plan = plan(node(finishedTemplate()), wanted.value());

        assertThat(titles(plan, 8000)).isEmpty();
        assertThat(subject(plan, 8000).remarks()).anyMatch(remark -> remark.contains("never starts again"));
    }

    @Test
    void a_template_with_a_snapshot_of_its_end_is_refused_because_proxmox_converts_no_vm_with_snapshots() {
        WantedVm wanted = template();
        wanted.templateSnapshot = "initial";

        Subject.Refusal refusal =
                subject(plan(nothing(), wanted.value()), 8000).refusal().orElseThrow();

        assertThat(refusal.why()).contains("makes no template of a VM with snapshots");
        assertThat(refusal.hint()).contains("drop template_snapshot_name");
    }

    @Test
    void memory_needs_a_restart_and_the_restart_is_waited_for() {
        WantedVm wanted = docker();
        wanted.resources = new Resources(4096, null, 2, null, null);

        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), wanted.value());

        assertThat(titles(plan, 8001)).containsExactly("configure", "restart", "wait until it is ready");
        assertThat(subject(plan, 8001).impact()).isEqualTo(Impact.RESTART);
    }

    @Test
    void a_stopped_clone_is_started_and_waited_for() {
        Plan plan =
                plan(node(finishedTemplate(), settledClone(false)), template().value(), docker().value());

        assertThat(titles(plan, 8001)).containsExactly("start", "wait until it is ready");
    }

    @Test
    void a_disk_grows_and_never_shrinks() {
        WantedVm larger = docker();
        larger.diskGiB = 40;
        WantedVm smaller = docker();
        smaller.diskGiB = 16;
        Actual node = node(finishedTemplate(), settledClone(true));

        assertThat(titles(plan(node, template().value(), larger.value()), 8001))
                .containsExactly("grow scsi0 to 40G", "grow the file system");
        assertThat(subject(plan(node, template().value(), smaller.value()), 8001)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("cannot shrink it to 16G");
    }

    @Test
    void a_changed_document_is_written_and_says_that_cloud_init_runs_anew_at_the_next_boot() {
        WantedVm wanted = docker();
        wanted.cloudInit = new CloudInit(List.of(), List.of("nginx"), List.of(), List.of(), List.of(), null, List.of());

        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), wanted.value());

        assertThat(titles(plan, 8001)).startsWith("cloud-init documents", "configure", "restart");
        assertThat(previews(plan, 8001)).noneMatch(call -> call.contains("remove on the node"));
        assertThat(subject(plan, 8001).changes())
                .anyMatch(change -> change.attribute().equals("cicustom")
                        && change.reason().contains("cloud-init runs anew at the next boot"));
    }

    @Test
    void without_a_shell_what_needs_a_document_is_refused_with_the_way_out() {
        WantedVm wanted = docker();
        wanted.cloudInit = new CloudInit(List.of(), List.of("nginx"), List.of(), List.of(), List.of(), null, List.of());
        Actual token = node(new Access(false, false), finishedTemplate());

        Subject.Refusal refusal = subject(plan(token, template().value(), wanted.value()), 8001)
                .refusal()
                .orElseThrow();

        assertThat(refusal.why()).contains("which no API of Proxmox's can write");
        assertThat(refusal.hint()).contains("PROXMOX_VE_SSH_USERNAME");
    }

    @Test
    void a_token_is_refused_an_image_by_its_path_and_a_device_by_its_address() {
        WantedVm byPath = new WantedVm(8000, "debian", new Origin.Image("/images/debian.qcow2", null, null));
        WantedVm byAddress = template();
        byAddress.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of("01:00.0"));
        Actual token = node(new Access(false, false));

        assertThat(subject(plan(token, byPath.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("lets root@pam alone name");
        assertThat(subject(plan(token, byAddress.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .hint())
                .contains("make a resource mapping");
    }

    @Test
    void a_device_that_another_vm_has_is_refused() {
        WantedVm wanted = template();
        wanted.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of("01:00.0"));
        ActualGuest other =
                guest(8100, Note.made(new VmId(8100), "x", Map.of()), Map.of("hostpci0", "0000:01:00,pcie=1"), true);

        assertThat(subject(plan(node(other), wanted.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("is passed through to VM 8100");
    }

    @Test
    void a_device_makes_the_machine_a_q35() {
        WantedVm wanted = template();
        wanted.hardware = new Hardware(null, null, null, null, "ovmf", false, true, null, List.of("gpu0"));

        assertThat(previews(plan(nothing(), wanted.value()), 8000))
                .anyMatch(call -> call.contains("hostpci0=mapping=gpu0,pcie=1")
                        && call.contains("machine=q35")
                        && call.contains("efidisk0=local-zfs:1"));
    }

    @Test
    void an_image_that_is_nowhere_is_refused_with_those_that_are_there() {
        WantedVm wanted = new WantedVm(8000, "debian", new Origin.Image("fedora", null, null));

        assertThat(subject(plan(nothing(), wanted.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .hint())
                .contains("debian-12.qcow2");
    }

    @Test
    void an_image_with_an_address_is_downloaded_by_the_node_with_its_checksum_before_the_vm_is_made() {
        WantedVm wanted = new WantedVm(
                8000, "noble", new Origin.Image("https://example.org/noble.img", "sha256:" + "0a".repeat(32), null));

        Plan plan = plan(nothing(), wanted.value());

        assertThat(plan.subjects().get(0).steps().get(0).preview())
                .containsExactly("run on the node: fetch-file.sh https://example.org/noble.img local:import/noble.qcow2"
                        + "  (goes on where an earlier try broke off)");
        assertThat(plan(node(new Access(false, true)), wanted.value())
                        .subjects()
                        .get(0)
                        .steps()
                        .get(0)
                        .preview())
                .containsExactly("POST /nodes/pve/storage/local/download-url checksum=" + "0a".repeat(32)
                        + " checksum-algorithm=sha256 content=import filename=noble.qcow2"
                        + " url=https://example.org/noble.img");
        assertThat(subject(plan, 8000).steps().get(1).needs())
                .extracting(Object::toString)
                .contains("pve/image noble.qcow2");
    }

    @Test
    void snapshots_are_taken_at_their_stages_with_memory_where_that_is_asked_for() {
        WantedVm wanted = docker();
        wanted.snapshots.add(new StageSnapshot("bare", "features", false));
        wanted.snapshots.add(new StageSnapshot("warm", "health", true));

        List<String> calls = previews(plan(nothing(), template().value(), wanted.value()), 8001).stream()
                .filter(call -> call.contains("/snapshot"))
                .toList();

        assertThat(calls).hasSizeGreaterThanOrEqualTo(2);
        assertThat(calls.get(0)).endsWith("snapname=bare");
        assertThat(calls.get(1)).contains("snapname=warm").contains("vmstate=1");
    }

    @Test
    void a_published_image_is_downloaded_with_the_checksum_that_its_publisher_says() {
        ChecksumList list = new ChecksumList("https://example.org/SHA256SUMS", null);
        WantedVm wanted = new WantedVm(
                8000,
                "noble",
                new Origin.Image("noble", null, new PublishedImage("https://example.org/n.img", null, list)));

        Plan plan = plan(nothing(), wanted.value());

        assertThat(plan.subjects().get(0).steps().get(0).preview())
                .containsExactly(
                        "read on the node: https://example.org/SHA256SUMS",
                        "run on the node: fetch-file.sh https://example.org/n.img local:import/n.qcow2"
                                + "  (goes on where an earlier try broke off)");
        assertThat(subject(plan, 8000).remarks()).noneMatch(remark -> remark.contains("nothing checks"));
        assertThat(subject(plan(node(new Access(false, true)), wanted.value()), 8000)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("is to be read from https://example.org/SHA256SUMS, and there is no shell");
    }

    @Test
    void a_published_image_that_is_there_already_is_used_unless_another_one_is_fixed() {
        PublishedImage any = new PublishedImage("https://example.org/cloud-12.qcow2", null, null);
        PublishedImage one =
                new PublishedImage("https://example.org/cloud-12.qcow2", "sha256:" + "0a".repeat(32), null);
        WantedVm loose = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, any));
        WantedVm fixed = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, one));

        assertThat(previews(plan(nothing(), loose.value()), 8000))
                .anyMatch(call -> call.contains("debian-12.qcow2"))
                .noneMatch(call -> call.contains("download-url"));
        assertThat(plan(nothing(), fixed.value())
                        .subjects()
                        .get(0)
                        .steps()
                        .get(0)
                        .preview())
                .containsExactly("run on the node: fetch-file.sh https://example.org/cloud-12.qcow2"
                        + " local:import/cloud-12.qcow2  (goes on where an earlier try broke off)");
    }

    @Test
    void a_stale_clone_is_made_anew_only_when_asked() {
        WantedVm wanted = template();
        ActualGuest newer = guest(
                8000,
                Note.made(new VmId(8000), "debian-12.qcow2", Map.of("base_setup", "0000aaaa"))
                        .managing(managed(8000)),
                Map.of("template", "1", "name", "debian", "agent", "enabled=1"),
                false);

        Plan kept = plan(node(newer, settledClone(true)), wanted.value(), docker().value());
        Plan anew = plan(Redo.ANEW, node(newer, settledClone(true)), wanted.value(), docker().value());

        assertThat(kept.stale()).extracting(Subject::id).containsExactly("8001");
        assertThat(subject(anew, 8001).action()).isEqualTo(Subject.Action.RECREATE);
        assertThat(titles(anew, 8001)).startsWith("stop", "delete", "clone from 8000");
    }

    @Test
    void a_container_that_depends_on_a_vm_starts_once_that_is_done() {
        Wanted web = new Wanted(
                new VmId(953),
                "web",
                new phoenix.orchestrator.desired.DesiredContainer.Origin.Clone(new VmId(900), "pre-configured"));
        web.dependencies.add(new VmId(8001));
        Fleet fleet = new Fleet(
                new TreeMap<>(Map.of(new VmId(953), web.value())),
                new TreeMap<>(Map.of(new VmId(8000), template().value(), new VmId(8001), docker().value())));

        Plan plan = Planner.converge(fleet, nothing(), List.of(new VmId(953)), Path.of("features/phoenix.sh"));

        assertThat(plan.subjects()).extracting(Subject::id).containsExactly("8000", "8001", "953");
        assertThat(subject(plan, 953).steps().stream()
                        .filter(step -> step.title().equals("start"))
                        .findFirst()
                        .orElseThrow()
                        .needs())
                .extracting(Object::toString)
                .contains("8001/snapshot initial");
    }

    @Test
    void a_running_vm_is_stopped_before_it_is_deleted_and_no_force_is_used() {
        Plan plan = Planner.delete(Fleet.EMPTY, node(settledClone(true)), List.of(new VmId(8001)));

        assertThat(titles(plan, 8001)).containsExactly("stop", "delete");
        assertThat(previews(plan, 8001)).contains("DELETE /nodes/pve/qemu/8001 destroy-unreferenced-disks=1 purge=1");
    }

    @Test
    void a_template_goes_only_with_its_linked_clones_and_after_them() {
        ActualGuest linked = guest(
                8001,
                Note.made(new VmId(8001), "8000", Map.of()),
                Map.of("scsi0", "local-zfs:base-8000-disk-0/vm-8001-disk-0,size=3G"),
                false);
        Actual node = node(finishedTemplate(), linked);

        Plan alone = Planner.delete(Fleet.EMPTY, node, List.of(new VmId(8000)));
        Plan both = Planner.delete(Fleet.EMPTY, node, List.of(new VmId(8000), new VmId(8001)));

        assertThat(subject(alone, 8000).refusal().orElseThrow().hint()).contains("phoenix --delete 8000 8001");
        assertThat(subject(both, 8000).steps().get(0).needs())
                .extracting(Object::toString)
                .containsExactly("8001/delete");
    }

    @Test
    void a_clone_shares_the_template_s_disk_where_both_lie_on_one_storage_that_can_do_so() {
        WantedVm linked = clone(null);
        WantedVm full = clone(true);
        Actual alone = node(ROOT_SHELL, Map.of("local-zfs", "lvm"));

        assertThat(previews(plan(nothing(), template().value(), linked.value()), 8001))
                .anyMatch(call -> call.startsWith("POST /nodes/pve/qemu/8000/clone") && call.contains("full=0"));
        assertThat(previews(plan(nothing(), template().value(), full.value()), 8001))
                .anyMatch(call -> call.contains("full=1") && call.contains("storage=local-zfs"));
        assertThat(previews(plan(alone, template().value(), linked.value()), 8001))
                .anyMatch(call -> call.contains("full=1"));
    }

    @Test
    void a_vm_that_was_left_before_cloud_init_was_done_is_waited_for_again() {
        WantedVm wanted = clone(null);
        Plan first = plan(nothing(), template().value(), wanted.value());
        Map<String, String> options = sent(first, 8001);
        options.put("scsi0", "local-zfs:base-8000-disk-0/vm-8001-disk-0,size=3G");
        Note done = last(first, 8001);
        Note begun = Note.made(new VmId(8001), done.base(), done.features()).managing(done.managed());

        Plan left = plan(
                node(finishedTemplate(), guest(8001, begun, options, true)),
                template().value(),
                wanted.value());
        Plan settled = plan(
                node(finishedTemplate(), guest(8001, done, options, true)),
                template().value(),
                wanted.value());

        assertThat(titles(left, 8001)).containsExactly("wait until it is ready");
        assertThat(titles(settled, 8001)).isEmpty();
    }

    @Test
    void a_template_that_was_left_while_it_started_is_waited_for_before_it_is_sealed() {
        Note begun = last(plan(nothing(), template().value()), 8000);
        Map<String, String> options = sent(plan(nothing(), template().value()), 8000);

        assertThat(titles(
                        plan(node(guest(8000, begun, options, true)), template().value()), 8000))
                .containsExactly("wait until it is ready", "seal for cloning", "stop", "make it a template");
    }

    @Test
    void a_clone_of_a_snapshot_is_refused_where_the_storage_cannot_copy_one() {
        WantedVm source = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, null));
        source.templateSnapshot = "ready";
        WantedVm wanted = new WantedVm(8001, "web", new Origin.Clone(new VmId(8000), "ready", null));

        Plan refused = plan(nothing(), source.value(), wanted.value());
        Plan thin = plan(node(ROOT_SHELL, Map.of("local-zfs", "lvmthin")), source.value(), wanted.value());

        assertThat(subject(refused, 8001).refusal().orElseThrow().why()).contains("cannot copy a snapshot's disks");
        assertThat(subject(refused, 8001).refusal().orElseThrow().hint()).contains("\"is_template\": true");
        assertThat(subject(thin, 8001).refusal()).isEmpty();
    }

    @Test
    void a_clone_does_not_keep_its_template_s_documents_and_devices() {
        WantedVm source = template();
        source.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of("gpu0"));

        Plan plan = plan(nothing(), source.value(), clone(null).value());

        assertThat(previews(plan, 8001))
                .anyMatch(call -> call.startsWith("PUT /nodes/pve/qemu/8001/config")
                        && call.contains("delete=cicustom,hostpci0"));
    }

    @Test
    void a_clone_keeps_neither_its_template_s_address_nor_a_network_that_the_file_does_not_give_it() {
        WantedVm source = template();
        source.networks.add(network("10.0.0.80/24"));
        source.networks.add(network("10.0.1.80/24"));
        WantedVm one = clone(null);
        one.networks.add(network("10.0.0.81/24"));

        assertThat(previews(plan(nothing(), source.value(), one.value()), 8001))
                .anyMatch(call -> call.contains("delete=cicustom,ipconfig1,net1 "));
        assertThat(previews(plan(nothing(), source.value(), clone(null).value()), 8001))
                .anyMatch(call -> call.contains("delete=cicustom,ipconfig0,ipconfig1 "));
    }

    @Test
    void protection_that_a_run_took_away_for_a_disk_and_was_cut_off_is_given_back() {
        ActualGuest settled = settledClone(true);
        Note note = settled.memory().note().orElseThrow();
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("protection", "0");
        ActualGuest owing = guest(8001, note.managing(with(note.managed(), "protection.lifted")), options, true);

        Plan plan = plan(node(finishedTemplate(), owing), template().value(), docker().value());

        assertThat(previews(plan, 8001))
                .anyMatch(call -> call.contains("/qemu/8001/config") && call.contains("protection=1"));
        assertThat(last(plan, 8001).managed()).doesNotContain("protection", "protection.lifted");
    }

    @Test
    void a_further_disk_is_never_shrunk() {
        WantedVm two = docker();
        two.disks = List.of(new DesiredVm.Disk("local-zfs", 1));
        ActualGuest settled = settledClone(true);
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("scsi1", "local-zfs:vm-8001-disk-1,size=2G");
        ActualGuest larger = guest(8001, settled.memory().note().orElseThrow(), options, true);

        Subject.Refusal refusal = subject(
                        plan(node(finishedTemplate(), larger), template().value(), two.value()), 8001)
                .refusal()
                .orElseThrow();

        assertThat(refusal.why())
                .contains("the disk scsi1 of VM 8001 (docker) is 2G; Proxmox VE cannot shrink it to 1G");
        assertThat(refusal.hint()).contains("\"size_gb\": 2");
    }

    @Test
    void a_disk_that_the_file_drops_is_detached_and_its_volume_stays() {
        WantedVm two = docker();
        two.disks = List.of(new DesiredVm.Disk("local-zfs", 1));
        ActualGuest settled = settledClone(true);
        Note with = settled.memory().note().orElseThrow().managing(with(managed(8001), "scsi1"));
        Map<String, String> options = new LinkedHashMap<>(settled.options());
        options.put("scsi1", "local-zfs:vm-8001-disk-1,size=1G");
        Actual node = node(finishedTemplate(), guest(8001, with, options, true));

        Plan kept = plan(node, template().value(), two.value());
        Plan dropped = plan(node, template().value(), docker().value());

        assertThat(titles(kept, 8001)).doesNotContain("detach disk scsi1");
        assertThat(titles(dropped, 8001)).contains("detach disk scsi1");
        assertThat(subject(dropped, 8001).changes())
                .anyMatch(change -> change.reason().contains("its volume stays, as an unused one"));
    }

    @Test
    void an_image_that_is_there_is_checked_against_its_checksum_before_a_disk_is_made_from_it() {
        WantedVm wanted =
                new WantedVm(8000, "debian", new Origin.Image("debian-12", "sha256:" + "0a".repeat(32), null));

        Plan plan = plan(nothing(), wanted.value());

        assertThat(plan.subjects().get(0).steps().get(0).preview())
                .containsExactly("read on the node: sha256sum of local:import/debian-12.qcow2");
        assertThat(subject(plan, 8000).steps().get(1).needs())
                .extracting(Object::toString)
                .contains("pve/image debian-12.qcow2");
    }

    @Test
    void the_documents_of_a_deleted_vm_go_with_it() {
        Plan plan = Planner.delete(Fleet.EMPTY, node(finishedTemplate()), List.of(new VmId(8000)));

        assertThat(titles(plan, 8000)).containsExactly("delete", "remove old cloud-init documents");
    }

    private static SortedSet<String> with(SortedSet<String> names, String more) {
        SortedSet<String> all = new TreeSet<>(names);
        all.add(more);
        return all;
    }

    private static Network network(String ip) {
        return new Network("", "vmbr0", ip, null, null, null, null, null, null, null, null);
    }

    private static WantedVm clone(@Nullable Boolean full) {
        return new WantedVm(8001, "web", new Origin.Clone(new VmId(8000), null, full));
    }

    private static WantedVm template() {
        WantedVm wanted = new WantedVm(8000, "debian", new Origin.Image("debian-12", null, null));
        wanted.isTemplate = true;
        return wanted;
    }

    private static WantedVm docker() {
        WantedVm wanted = new WantedVm(8001, "docker", new Origin.Clone(new VmId(8000), null, true));
        wanted.resources = new Resources(2048, null, 2, null, null);
        wanted.networks.add(
                new Network("", "vmbr0", "10.0.0.101/24", "10.0.0.1", null, null, null, null, null, null, null));
        wanted.cloudInit = new CloudInit(
                List.of(new CloudInit.User(
                        "admin", List.of("ssh-ed25519 AAAA+b/c me"), null, List.of(), CloudInit.User.ALL)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
        wanted.diskGiB = 32;
        wanted.features.add(DOCKER);
        wanted.templateSnapshot = "initial";
        return wanted;
    }

    /** As the plan itself would leave them: what its calls send is what the node then has. */
    private static ActualGuest finishedTemplate() {
        Note note = last(plan(nothing(), template().value()), 8000);
        Map<String, String> options = sent(plan(nothing(), template().value()), 8000);
        options.put("template", "1");
        return guest(8000, note, options, false);
    }

    private static ActualGuest settledClone(boolean running) {
        Plan plan = plan(nothing(), template().value(), docker().value());
        Note note = last(plan, 8001);
        Map<String, String> options = sent(plan, 8001);
        options.put("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0");
        options.put("scsi0", "local-zfs:vm-8001-disk-0,discard=on,iothread=1,size=32G");
        ActualGuest guest = guest(8001, note, options, running);
        Map<String, GuestConfig.Section> snapshots =
                Map.of("initial", GuestConfig.Section.EMPTY.describedAs(note.line()));
        return new ActualGuest(
                guest.id(),
                GuestKind.VM,
                "pve",
                new GuestConfig(guest.config().current(), GuestConfig.Section.EMPTY, snapshots),
                running);
    }

    private static SortedSet<String> managed(int id) {
        return new TreeSet<>(
                last(plan(nothing(), template().value(), docker().value()), id).managed());
    }

    /** The options that the create or configure call of a plan sends. */
    private static Map<String, String> sent(Plan plan, int id) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String call : previews(plan, id)) {
            if (call.matches("(POST /nodes/pve/qemu |PUT /nodes/pve/qemu/[0-9]+/config ).*")
                    && !call.contains(" snapname=")) {
                java.util.regex.Matcher parts = java.util.regex.Pattern.compile(
                                " ([a-z]+[0-9]*)=(.*?)(?= [a-z]+[0-9]*=|$)")
                        .matcher(call.replaceFirst("description=<!--.*?-->", ""));
                while (parts.find()) {
                    options.put(parts.group(1), parts.group(2).strip());
                }
            }
        }
        options.remove("vmid");
        return options;
    }

    /** What the guest's notes say once a plan is done. */
    private static Note last(Plan plan, int id) {
        List<String> lines = new ArrayList<>();
        previews(plan, id)
                .forEach(call -> Stream.of(call.split("(?=<!-- phoenix)"))
                        .filter(part -> part.startsWith("<!-- phoenix"))
                        .forEach(part -> lines.add(part.substring(0, part.indexOf("-->") + 3))));
        return Note.find(lines.get(lines.size() - 1)).orElseThrow();
    }

    private static ActualGuest guest(int id, Note note, Map<String, String> options, boolean running) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("tags", note.tag());
        return new ActualGuest(
                new VmId(id),
                GuestKind.VM,
                "pve",
                new GuestConfig(
                        new GuestConfig.Section(note.line(), all, List.of()), GuestConfig.Section.EMPTY, Map.of()),
                running);
    }

    private static Actual nothing() {
        return node();
    }

    private static Actual node(ActualGuest... guests) {
        return node(ROOT_SHELL, guests);
    }

    private static Actual node(Access access, ActualGuest... guests) {
        return node(access, Map.of("local-zfs", "zfspool"), guests);
    }

    private static Actual node(Access access, Map<String, String> types, ActualGuest... guests) {
        SortedMap<VmId, ActualGuest> byId = new TreeMap<>();
        Stream.of(guests).forEach(guest -> byId.put(guest.id(), guest));
        return new Actual(
                "pve",
                byId,
                List.of(),
                List.of(),
                Optional.empty(),
                new TreeMap<>(Map.of(
                        "local",
                        java.util.Set.of("import", "snippets"),
                        "local-zfs",
                        java.util.Set.of("images", "rootdir"))),
                access,
                new NodeFacts(
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(VolumeId.parse("local:import/debian-12.qcow2")),
                        Optional.of("local"),
                        types,
                        Bridges.UNKNOWN,
                        Optional.empty()));
    }

    private static Plan plan(Actual actual, DesiredVm... vms) {
        return plan(Redo.NOTHING, actual, vms);
    }

    private static Plan plan(Redo redo, Actual actual, DesiredVm... vms) {
        SortedMap<VmId, DesiredVm> byId = new TreeMap<>();
        Stream.of(vms).forEach(vm -> byId.put(vm.id(), vm));
        return Planner.converge(
                new Fleet(new TreeMap<>(), byId), actual, byId.keySet(), redo, Path.of("features/phoenix.sh"));
    }

    private static Subject subject(Plan plan, int id) {
        return plan.subjects().stream()
                .filter(subject -> subject.id().equals(Integer.toString(id)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> titles(Plan plan, int id) {
        return subject(plan, id).steps().stream().map(Step::title).toList();
    }

    private static List<String> previews(Plan plan, int id) {
        return subject(plan, id).steps().stream()
                .flatMap(step -> step.preview().stream())
                .toList();
    }
}
