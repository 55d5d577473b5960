package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.AfterSetUp;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.FeatureFolders;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunResult;
import phoenix.pve.VmId;

/** {@code examples/reference-fleet} on a simulated node that has the storages, the template, the image and the GPUs that it asks for. */
class ReferenceFleetTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String TEMPLATE = "ubuntu-24.04-standard_24.04-2_amd64.tar.zst";
    private static final String IMAGE = "ubuntu-24.04-server-cloudimg-amd64.qcow2";
    private static final int GUESTS = 17;

    @Test
    void the_reference_fleet_plans_from_nothing_and_to_nothing_once_it_was_carried_out(@TempDir Path folder)
            throws IOException {
        Fleet fleet = fleet();
        try (SmallNode node =
                new SmallNode(folder.resolve("node"), folder.resolve("api"), PROJECT.resolve("features/phoenix.sh"))) {
            furnish(node.node().root());

            Plan fromNothing = node.plan(fleet);
            assertThat(fromNothing.refused()).isEmpty();
            assertThat(fromNothing.count(Subject.Action.CREATE)).isEqualTo(GUESTS);

            RunResult result = node.apply(fleet);
            assertThat(result.plan().subjects())
                    .allSatisfy(subject -> assertThat(result.failureOf(subject))
                            .as(subject.label())
                            .isEmpty());

            assertThat(SmallNode.steps(node.plan(fleet))).isEmpty();
            assertThat(node.configs().size() + node.vmConfigs().size()).isEqualTo(GUESTS);
        }
    }

    @Test
    void a_bare_node_is_planned_on_what_its_set_up_will_bring_and_a_real_run_is_refused(@TempDir Path folder) {
        Loaded loaded = loaded();
        try (SmallNode node =
                new SmallNode(folder.resolve("node"), folder.resolve("api"), PROJECT.resolve("features/phoenix.sh"))) {
            Fleet fleet = loaded.fleet();
            Actual now = node.look(fleet);
            AfterSetUp setUp = new AfterSetUp(fleet, now, loaded.host());
            Path helper = PROJECT.resolve("features/phoenix.sh");
            List<VmId> all = fleet.guests().stream().map(DesiredGuest::id).toList();

            Plan plan = setUp.telling(Planner.converge(fleet, setUp.expected(), all, helper));

            assertThat(plan.refused()).isEmpty();
            assertThat(plan.count(Subject.Action.CREATE)).isEqualTo(GUESTS);
            assertThat(plan.subjects().stream().flatMap(subject -> subject.remarks().stream()))
                    .filteredOn(remark -> remark.contains("--setup-hypervisor"))
                    .singleElement()
                    .asString()
                    .contains("quickOS-lxc-disks", "fastData-shared-iso", "quickOS-vm-disks", "NVIDIA's driver");
            assertThat(node.plan(fleet).refused().get(0).refusal().orElseThrow().hint())
                    .contains("phoenix --setup-hypervisor");
        }
    }

    private static Fleet fleet() {
        return loaded().fleet();
    }

    private static Loaded loaded() {
        Path config = PROJECT.resolve("examples/reference-fleet");
        Loaded loaded = ConfigLoader.load(config, FeatureFolders.of(config, PROJECT), Map.of());
        assertThat(loaded.isUsable()).as(loaded.problems().toString()).isTrue();
        return loaded;
    }

    /** What the set-up of the node would have made. */
    private static void furnish(Path root) throws IOException {
        Files.writeString(root.resolve("etc/pve/storage.cfg"), """

                        zfspool: quickOS-lxc-disks
                        \tpool quickOS/lxc-disks
                        \tcontent rootdir
                        \tsparse 1

                        zfspool: quickOS-shared-prod-data-volumes
                        \tpool quickOS/shared-prod-data-volumes
                        \tcontent images,rootdir
                        \tsparse 1

                        zfspool: fastData-shared-bulk-data
                        \tpool fastData/shared-bulk-data
                        \tcontent images,rootdir
                        \tsparse 1

                        zfspool: quickOS-vm-disks
                        \tpool quickOS/vm-disks
                        \tcontent images
                        \tsparse 1

                        dir: fastData-shared-iso
                        \tpath /fastData/shared-iso
                        \tcontent iso,vztmpl
                        """, StandardOpenOption.APPEND);
        Path cache = Files.createDirectories(root.resolve("fastData/shared-iso/template/cache"));
        Files.writeString(cache.resolve(TEMPLATE), "a template that is not unpacked\n");
        Path images = Files.createDirectories(root.resolve("var/lib/vz/import"));
        Files.writeString(images.resolve(IMAGE), "an image that is not looked into\n");
        for (String device : new String[] {"nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools"}) {
            Files.writeString(Files.createDirectories(root.resolve("dev")).resolve(device), "");
        }
    }
}
