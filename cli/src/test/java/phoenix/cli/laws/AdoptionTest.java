package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.report.Export;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.QemuApi;

/**
 * Guests that somebody else made: written down, then taken over, without a change to any of them. {@code -Dadopted.fleets=500} tries so
 * many random ones of each kind.
 */
class AdoptionTest {
    private static final VmId WEB = new VmId(200);
    private static final VmId VM = new VmId(300);
    private static final int MOST = 5;

    private final Path folder;

    AdoptionTest(@TempDir Path folder) {
        this.folder = folder;
        Laws.writeScripts(folder);
    }

    @Test
    void what_was_exported_is_refused_until_it_is_adopted_and_then_is_as_wanted() throws IOException {
        try (SmallNode node = node()) {
            add(node, WEB);
            Fleet fleet = exported(node, WEB);

            assertThat(node.plan(fleet).refused()).hasSize(1);
            assertThat(node.plan(fleet).refused().get(0).refusal().orElseThrow().hint())
                    .contains("phoenix 200 --adopt");

            GuestConfig before = config(node);
            node.adopt(fleet, WEB);

            assertThat(SmallNode.steps(node.plan(fleet))).isEmpty();
            assertThat(node.plan(fleet).refused()).isEmpty();
            assertThat(withoutTags(config(node))).isEqualTo(withoutTags(before));
        }
    }

    @Test
    void adoption_is_one_step_that_writes_the_note_and_nothing_else() throws IOException {
        try (SmallNode node = node()) {
            add(node, WEB);

            assertThat(SmallNode.steps(node.planToAdopt(exported(node, WEB), WEB)))
                    .containsExactly("200/configure");
        }
    }

    @Test
    void what_differs_from_the_file_is_a_change_of_the_same_run() throws IOException {
        try (SmallNode node = node()) {
            add(node, WEB);
            Map<String, String> files = new TreeMap<>(files(node, WEB));
            files.replaceAll((name, text) -> text.replace("\"memory_mb\": 512", "\"memory_mb\": 1024"));
            Fleet fleet = load(files);

            node.adopt(fleet, WEB);

            assertThat(config(node).current().get("memory")).contains("1024");
            assertThat(SmallNode.steps(node.plan(fleet))).isEmpty();
        }
    }

    @Test
    void a_vm_that_was_exported_is_as_wanted_once_it_is_adopted() throws IOException {
        try (SmallNode node = node()) {
            node.client()
                    .sendTask(QemuApi.create("pve", vmByHand(), "300 (builder)"), Duration.ofMinutes(1), line -> {});
            GuestPath path = new GuestPath(GuestKind.VM, "pve", VM, "300 (builder)");
            node.client().sendTask(GuestApi.start(path), Duration.ofMinutes(1), line -> {});
            Fleet fleet = exported(node, VM);

            assertThat(node.plan(fleet).refused()).hasSize(1);
            assertThat(SmallNode.steps(node.planToAdopt(fleet, VM))).containsExactly("300/configure");

            Map<String, String> before =
                    withoutTags(Objects.requireNonNull(node.vmConfigs().get(VM)));
            node.adopt(fleet, VM);

            assertThat(SmallNode.leftToDo(node.plan(fleet))).isEmpty();
            assertThat(node.plan(fleet).refused()).isEmpty();
            assertThat(withoutTags(Objects.requireNonNull(node.vmConfigs().get(VM))))
                    .isEqualTo(before);
        }
    }

    @Test
    void random_containers_of_nobody_s_are_as_their_export_says() {
        forEach(seed -> RandomFleet.of(seed, MOST, folder.resolve("scripts")));
    }

    @Test
    void random_vms_of_nobody_s_are_as_their_export_says() {
        forEach(seed -> RandomVms.of(seed, MOST, folder.resolve("scripts")));
    }

    private void forEach(LongFunction<Fleet> fleets) {
        Laws.writeScripts(folder);
        long first = Long.getLong("seed", 20_261_128L);
        for (long seed = first; seed < first + Integer.getInteger("adopted.fleets", 2); seed++) {
            try {
                adoptAll(fleets.apply(seed));
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError(
                        "broken for the fleet of -Dseed=" + seed + " -Dadopted.fleets=1: " + e.getMessage(), e);
            }
        }
    }

    /** What is stopped would be started, and nothing else is left to do: the file says of every option what it is. */
    private void adoptAll(Fleet made) throws IOException {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(made));
            node.forgetWhoseTheyAre();
            List<VmId> ids = List.copyOf(node.look(Fleet.EMPTY).guests().keySet());
            Fleet fleet = exported(node, ids.toArray(VmId[]::new));

            Plan plan =
                    Planner.converge(fleet, node.look(fleet).adopting(ids), ids, folder.resolve("scripts/phoenix.sh"));

            assertThat(plan.refused()).isEmpty();
            assertThat(plan.subjects().stream()
                            .flatMap(subject -> subject.changes().stream().map(change -> subject.id() + " " + change))
                            .filter(change -> !change.matches("[0-9]+ (managed options|tags|status): .*"))
                            .toList())
                    .isEmpty();
        }
    }

    private static Map<String, String> vmByHand() {
        Map<String, String> options = new TreeMap<>();
        options.put("vmid", VM.toString());
        options.put("name", "builder");
        options.put("memory", "1024");
        options.put("sockets", "1");
        options.put("cores", "2");
        options.put("cpu", "host");
        options.put("agent", "enabled=1,fstrim_cloned_disks=1");
        options.put("net0", "e1000=BC:24:11:00:00:30,bridge=vmbr0,firewall=1");
        options.put("net1", "virtio,bridge=vmbr0,tag=30");
        options.put("ipconfig0", "ip=10.0.0.30/24,gw=10.0.0.1");
        options.put("ciuser", "admin");
        options.put("sshkeys", "ssh-ed25519%20AAAA%2Bb%2Fc%20anne");
        options.put("scsihw", "virtio-scsi-pci");
        options.put("scsi0", "local-zfs:8");
        options.put("scsi1", "local-zfs:4,backup=0");
        options.put("ide2", "local-zfs:cloudinit");
        options.put("boot", "order=scsi0");
        options.put("ostype", "l26");
        options.put("onboot", "1");
        options.put("tags", "build;prod");
        options.put("description", "The build server.");
        return options;
    }

    private static GuestConfig config(SmallNode node) {
        return Objects.requireNonNull(node.configs().get(WEB));
    }

    private static Map<String, String> withoutTags(GuestConfig config) {
        return config.current().without("tags").options();
    }

    private static void add(SmallNode node, VmId id) {
        GuestConfig.Section plain = SimulatedNode.plain(id, "web");
        node.node().add(id, new GuestConfig(plain, GuestConfig.Section.EMPTY, Map.of()), true);
    }

    private Fleet exported(SmallNode node, VmId... ids) throws IOException {
        return load(files(node, ids));
    }

    private static Map<String, String> files(SmallNode node, VmId... ids) {
        Actual actual = node.lookToExport(List.of(ids));
        return Export.files(
                List.of(ids).stream().map(id -> actual.guest(id).orElseThrow()).toList(), actual.facts());
    }

    private Fleet load(Map<String, String> files) throws IOException {
        Path config = Files.createTempDirectory(folder, "config");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(config.resolve(file.getKey()), file.getValue());
        }
        Loaded loaded = ConfigLoader.load(config, new FeatureFolders(List.of()), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded.fleet();
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("scripts/phoenix.sh"));
    }
}
