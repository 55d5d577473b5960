package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.check.Grounds;
import phoenix.orchestrator.check.ProbeTrial;
import phoenix.orchestrator.check.StorageTrial;
import phoenix.orchestrator.check.TestStep;
import phoenix.orchestrator.check.Trial;
import phoenix.orchestrator.desired.Expectation;
import phoenix.orchestrator.desired.Expectation.Rule;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.host.DeclaredTrial;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.plan.StepKey;

/**
 * Tests of what the file declares of the node itself, written by nobody: each thing as host set-up compares it, and where that says only that it is
 * declared alike, whether it works.
 *
 * @param node the node's name
 * @param shell whether there is a shell of a whole system; without one, only what the API tells is tested
 * @param found each declared thing, compared; empty where there is no shell
 */
public record HostTests(String node, DesiredHost want, boolean shell, List<HostResource> found) {
    /** The suite that the node has without being written. */
    public static final String SUITE = "declared";

    public HostTests {
        found = List.copyOf(found);
    }

    /**
     * The tests.
     *
     * @param suite by which they are called: {@value #SUITE}, or the smoke test's
     */
    public List<TestStep> steps(String suite) {
        List<TestStep> steps = new ArrayList<>();
        found.forEach(thing -> steps.add(test(suite, thing.name() + " is as declared", new DeclaredTrial(thing))));
        want.storages().stream()
                .map(HostStorage::id)
                .forEach(storage -> steps.add(test(suite, "storage " + storage, new StorageTrial(storage))));
        if (!shell) {
            return steps;
        }
        want.zfs()
                .pools()
                .forEach(pool -> steps.add(test(
                        suite,
                        "pool " + pool.name() + " is healthy",
                        probe("pool", pool.name(), new Expectation("health", Rule.IS, "ONLINE")))));
        HostServices.Driver driver = want.services().driver();
        if (driver != null) {
            steps.add(test(
                    suite,
                    "nvidia-smi speaks with the driver",
                    probe("gpu", "", new Expectation("driver", Rule.IS, driver.version()))));
        }
        return steps;
    }

    /** What the user should know of what is not tested. */
    List<String> remarks() {
        return shell
                ? List.of()
                : List.of(
                        "there is no shell of a whole system to look by: services, room, and what is declared of the node itself beside its"
                                + " storages are not tested");
    }

    private static Trial probe(String kind, String of, Expectation expected) {
        return new ProbeTrial(Grounds.NODE, new Probe.Facts(kind, of, false, List.of(expected)));
    }

    private TestStep test(String suite, String title, Trial trial) {
        return TestStep.once(new StepKey(node, "test " + suite + "/" + title), title, trial, Set.of());
    }
}
