package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.actual.Gpus;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Device;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.RawOption;
import phoenix.orchestrator.desired.host.HostBridge;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.IpNetwork;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** What is planned for a container's settings beside its plain options. */
class SettingsPlanTest {
    private static final VmId ID = new VmId(953);
    private static final VolumeId ARCHIVE = VolumeId.parse("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
    private static final NodeFacts ONE_GPU =
            new NodeFacts(Map.of(), Map.of(), Optional.of(gpus("580.76.05", true)), Optional.of(true));

    @Test
    void a_resource_pool_that_is_not_there_is_made_first_and_once_for_all() {
        Wanted want = want();
        want.labels = new Labels(null, null, null, "web", null);
        Wanted second = new Wanted(new VmId(954), "second", new Origin.Template("debian-12-standard"));
        second.labels = want.labels;
        Fleet both = new Fleet(
                new TreeMap<>(Map.of(ID, want.value(), second.value().id(), second.value())), new TreeMap<>());

        Plan missing = Planner.converge(
                both, node(ONE_GPU.with(Set.of("web"))), List.of(ID, new VmId(954)), Path.of("features/phoenix.sh"));
        List<Step> there = plan(want, ONE_GPU).steps();

        List<Step> first = missing.subjects().get(missing.subjects().size() - 2).steps();
        List<Step> then = missing.subjects().get(missing.subjects().size() - 1).steps();
        assertThat(first.get(0).preview()).containsExactly("POST /pools poolid=web");
        assertThat(first.subList(1, first.size()).stream().map(Step::title))
                .containsExactlyElementsOf(there.stream().map(Step::title).toList());
        assertThat(then.get(0).title()).startsWith("create from");
        assertThat(then.get(0).needs()).contains(first.get(0).key());
    }

    @Test
    void a_new_container_gets_everything_before_it_is_started() {
        Wanted want = want();
        want.mounts = List.of(
                new Mount.Bind("/srv/media", "/media", false, new Mount.Owner(1000, 1000)),
                new Mount.Volume("data", "local-zfs", 8, "/data", false, null));
        want.devices = List.of(new Device("/dev/fuse", null, null, null, false));
        want.gpus = List.of(0);
        want.appArmor = new AppArmor.Profile("phoenix-gateway", Path.of("apparmor/gateway"), "1f2e3d4c", true);
        want.rawOptions = List.of(new RawOption("lxc.mount.auto", "proc:rw sys:rw"));
        want.firewall = new Firewall(
                true, "DROP", null, List.of(new Firewall.Rule("in", "ACCEPT", null, null, "tcp", "80", null)));
        want.labels = new Labels(null, null, true, "web", "pve");

        List<Step> steps = plan(want, ONE_GPU).steps();

        assertThat(steps.stream().map(Step::title))
                .startsWith(
                        "AppArmor profile phoenix-gateway",
                        "create from " + ARCHIVE.fileName(),
                        "folder /srv/media",
                        "configure",
                        "raw lines",
                        "firewall",
                        "start");
        assertThat(steps.get(1).preview().toString())
                .contains("mp1=local-zfs:8,mp=/data", "pool=web")
                .doesNotContain("mp0=", "dev0=", "protection=");
        assertThat(steps.get(2).preview())
                .containsExactly(
                        "run on the node: mkdir -p /srv/media", "run on the node: chown 101000:101000 /srv/media");
        assertThat(steps.get(3).preview())
                .anySatisfy(call -> assertThat(call)
                        .contains(
                                "dev0=/dev/fuse",
                                "dev1=/dev/nvidia0",
                                "dev2=/dev/nvidiactl",
                                "mp0=/srv/media,mp=/media")
                        .endsWith("(as root@pam)"))
                .last()
                .asString()
                .endsWith("protection=1");
        assertThat(steps.get(4).preview())
                .containsExactly(
                        "write on the node, in the section in force of /etc/pve/nodes/pve/lxc/953.conf:"
                                + " lxc.mount.auto: proc:rw sys:rw",
                        "write on the node, in the section in force of /etc/pve/nodes/pve/lxc/953.conf:"
                                + " lxc.apparmor.allow_nesting: 1",
                        "write on the node, in the section in force of /etc/pve/nodes/pve/lxc/953.conf:"
                                + " lxc.apparmor.profile: phoenix-gateway");
    }

    @Test
    void a_protection_that_a_killed_run_owes_is_set_again() {
        Note note = Note.made(ID, ARCHIVE.fileName(), Map.of()).managing(Set.of("hostname", "protection.lifted"));
        Found found = new Found(ID, "gateway", note).running();

        Plan plan = PlanView.of(Found.node(found), Redo.NOTHING, want().value()).plan();

        assertThat(plan.subjects().toString()).contains("taken away by a run that was cut off");
        assertThat(plan.steps().get(0).preview().toString())
                .contains("protection=1", "hostname")
                .doesNotContain("protection.lifted");
    }

    @Test
    void an_address_that_the_nodes_bridge_does_not_reach_is_warned_of() {
        Wanted want = want();
        want.networks.put("net0", Wanted.network("10.0.0.153/24", "10.0.0.1"));
        NodeFacts elsewhere = NodeFacts.NONE.with(new Bridges(
                Map.of("vmbr0", List.of(IpNetwork.parse("10.186.0.1/24").orElseThrow()))));
        NodeFacts there = NodeFacts.NONE.with(new Bridges(
                Map.of("vmbr0", List.of(IpNetwork.parse("10.0.0.1/24").orElseThrow()))));

        assertThat(plan(want, elsewhere).subjects().toString())
                .contains("its address is outside every network that the node has on vmbr0 (10.186.0.1/24)");
        assertThat(plan(want, there).subjects().toString()).doesNotContain("outside every network");
        assertThat(plan(want, NodeFacts.NONE).subjects().toString()).doesNotContain("outside every network");
    }

    @Test
    void a_bridge_that_the_node_does_not_have_is_warned_of_unless_the_node_is_to_get_it() {
        Wanted want = want();
        want.networks.put("net0", Wanted.network("10.0.0.153/24", "10.0.0.1"));
        Bridges others = new Bridges(Map.of("vmbr9", List.of()));

        assertThat(plan(want, NodeFacts.NONE.with(others)).subjects().toString())
                .contains("the node shows no bridge vmbr0, without which it does not start");
        assertThat(plan(
                                want,
                                NodeFacts.NONE.with(others.expecting(
                                        List.of(new HostBridge("vmbr0", null, null, null, null, null)))))
                        .subjects()
                        .toString())
                .doesNotContain("the node shows no bridge");
        assertThat(plan(want, NodeFacts.NONE).subjects().toString()).doesNotContain("the node shows no bridge");
    }

    @Test
    void a_root_volume_on_another_storage_stays_and_it_is_said_how_it_moves() {
        Note note = Note.made(ID, Found.ARCHIVE, Map.of()).managing(Set.of("hostname"));
        Found found = new Found(ID, "gateway", note).option("rootfs", "tank:subvol-953-disk-0,size=8G");

        assertThat(PlanView.of(Found.node(found), Redo.NOTHING, want().value())
                        .subject(953)
                        .remarks())
                .containsExactly(
                        "its root volume stays on storage tank; move it, once it is stopped, by: pct move-volume"
                                + " 953 rootfs local-zfs");
    }

    @Test
    void a_container_of_the_other_privilege_is_refused_because_proxmox_cannot_change_it() {
        Note note = Note.made(ID, Found.ARCHIVE, Map.of());
        Found found = new Found(ID, "gateway", note).option("unprivileged", "0");

        Subject.Refusal refusal =
                PlanView.of(Found.node(found), Redo.NOTHING, want().value()).refusal(953);

        assertThat(refusal.why())
                .startsWith("'unprivileged' of container 953 (gateway) cannot be changed: it is false");
        assertThat(refusal.hint()).contains("\"unprivileged\": false", "delete the container");
    }

    @Test
    void a_gpu_that_the_node_does_not_have_is_refused_with_those_that_it_has() {
        Wanted want = want();
        want.gpus = List.of(0, 3);

        assertThat(plan(want, ONE_GPU).refused())
                .singleElement()
                .satisfies(subject ->
                        assertThat(subject.refusal().orElseThrow().why()).contains("wants GPU 3, and node pve has 0"));
    }

    @Test
    void a_container_of_another_node_is_refused() {
        Wanted want = want();
        want.labels = new Labels(null, null, null, null, "pve2");

        assertThat(plan(want, NodeFacts.NONE).refused()).hasSize(1);
    }

    @Test
    void where_the_kernel_has_no_apparmor_no_profile_is_named_and_that_is_said() {
        Wanted want = want();
        want.appArmor = new AppArmor.Profile("phoenix-gateway", Path.of("apparmor/gateway"), "1f2e3d4c", false);

        Plan plan = plan(want, new NodeFacts(Map.of(), Map.of(), Optional.empty(), Optional.of(false)));

        assertThat(plan.steps().stream().map(Step::title))
                .doesNotContain("raw lines", "AppArmor profile phoenix-gateway");
        assertThat(plan.subjects().toString()).contains("the node's kernel has none");
    }

    @Test
    void that_the_kernel_has_no_apparmor_is_said_once() {
        NodeFacts none = new NodeFacts(Map.of(), Map.of(), Optional.empty(), Optional.of(false));
        Wanted web = want();
        web.appArmor = new AppArmor.Profile("phoenix-web", Path.of("apparmor/web"), "33333333", false);
        Wanted database = new Wanted(new VmId(954), "database", new Origin.Template("debian-12-standard"));
        database.appArmor = new AppArmor.Profile("phoenix-db", Path.of("apparmor/db"), "22222222", false);

        PlanView plan = PlanView.of(Found.node().with(none), Redo.NOTHING, web.value(), database.value());

        assertThat(plan.plan().subjects().stream().flatMap(subject -> subject.remarks().stream()))
                .filteredOn(remark -> remark.contains("kernel has none"))
                .hasSize(1);
    }

    @Test
    void a_changed_profile_is_loaded_again_and_only_the_containers_that_have_it_are_told() {
        NodeFacts confined = new NodeFacts(Map.of(), Map.of(), Optional.empty(), Optional.of(true));
        VmId other = new VmId(954);
        Found changed = confinedBy("phoenix-web", ID, "gateway", "11111111");
        Found same = confinedBy("phoenix-db", other, "database", "22222222");
        Wanted web = want();
        web.appArmor = new AppArmor.Profile("phoenix-web", Path.of("apparmor/web"), "33333333", false);
        Wanted database = new Wanted(other, "database", new Origin.Template("debian-12-standard"));
        database.appArmor = new AppArmor.Profile("phoenix-db", Path.of("apparmor/db"), "22222222", false);

        PlanView plan =
                PlanView.of(Found.node(changed, same).with(confined), Redo.NOTHING, web.value(), database.value());

        assertThat(plan.titles(953)).contains("AppArmor profile phoenix-web").doesNotContain("restart", "raw lines");
        assertThat(plan.titles(954)).noneMatch(title -> title.startsWith("AppArmor"));
    }

    @Test
    void reconfigure_loads_a_profile_whatever_the_note_says_of_it() {
        NodeFacts confined = new NodeFacts(Map.of(), Map.of(), Optional.empty(), Optional.of(true));
        Wanted web = want();
        web.appArmor = new AppArmor.Profile("phoenix-web", Path.of("apparmor/web"), "33333333", false);
        Found loaded = confinedBy("phoenix-web", ID, "gateway", "33333333");

        assertThat(PlanView.of(Found.node(loaded).with(confined), Redo.NOTHING, web.value())
                        .titles(953))
                .doesNotContain("AppArmor profile phoenix-web");
        assertThat(PlanView.of(Found.node(loaded).with(confined), Redo.IN_PLACE, web.value())
                        .titles(953))
                .contains("AppArmor profile phoenix-web");
    }

    private static Found confinedBy(String profile, VmId id, String name, String digest) {
        Note note =
                Note.made(id, Found.ARCHIVE, Map.of()).managing(Set.of("hostname", "apparmor", "apparmor-" + digest));
        return new Found(id, name, note).raw("lxc.apparmor.profile", profile).running();
    }

    @Test
    void once_the_file_drops_the_bind_mounts_the_snapshot_is_taken_in_the_same_run() {
        Note mounted = Note.made(ID, Found.ARCHIVE, Map.of()).managing(Set.of("hostname", "mp[n]"));
        Found found = new Found(ID, "gateway", mounted)
                .option("mp0", "/srv/media,mp=/media")
                .running();

        PlanView plan = PlanView.of(Found.node(found), Redo.NOTHING, want().value());

        assertThat(plan.titles(953)).containsSubsequence("configure", "restart", "snapshot final-form");
    }

    @Test
    void libraries_of_another_version_than_the_node_s_driver_are_refused_with_both_versions() {
        Wanted want = want();
        want.gpus = List.of(0);
        want.inputs = Inputs.plain("{\"nvidia_driver_version\": \"570.86.16\"}");

        assertThat(plan(want, ONE_GPU).refused()).singleElement().satisfies(subject -> {
            assertThat(subject.refusal().orElseThrow().why())
                    .contains("NVIDIA's libraries 570.86.16, and the driver of node pve is 580.76.05");
            assertThat(subject.refusal().orElseThrow().hint()).contains("\"nvidia_driver_version\": \"580.76.05\"");
        });
    }

    @Test
    void a_proxmox_before_8_2_gets_lines_with_the_numbers_that_the_node_shows() {
        Wanted want = want();
        want.gpus = List.of(0);
        NodeFacts old = new NodeFacts(Map.of(), Map.of(), Optional.of(gpus("580.76.05", false)), Optional.empty());

        assertThat(previews(plan(want, old)))
                .contains(
                        "lxc.cgroup2.devices.allow: c 195:0 rwm",
                        "lxc.mount.entry: /dev/nvidia0 dev/nvidia0 none bind,optional,create=file",
                        "lxc.cgroup2.devices.allow: c 195:255 rwm")
                .doesNotContain("dev0=");
    }

    private static Gpus gpus(String driver, boolean asOptions) {
        return new Gpus(
                new TreeMap<>(Map.of("/dev/nvidia0", "195:0", "/dev/nvidiactl", "195:255")),
                Optional.of(driver),
                asOptions);
    }

    private static String previews(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.preview().stream())
                .toList()
                .toString();
    }

    private static Wanted want() {
        return new Wanted(ID, "gateway", new Origin.Template("debian-12-standard"));
    }

    private static Plan plan(Wanted want, NodeFacts facts) {
        Fleet fleet = new Fleet(new TreeMap<>(Map.of(ID, want.value())), new TreeMap<>());
        return Planner.converge(fleet, node(facts), List.of(ID), Path.of("features/phoenix.sh"));
    }

    private static Actual node(NodeFacts facts) {
        return new Actual("pve", new TreeMap<>(), List.of(ARCHIVE), List.of(), Optional.of("local")).with(facts);
    }
}
