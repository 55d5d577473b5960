package phoenix.cli;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.HostPlanner;
import phoenix.orchestrator.HostTests;
import phoenix.orchestrator.SmokePlanner;
import phoenix.orchestrator.TestPlanner;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.check.TestHistory;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.VmId;

/** {@code phoenix --test SUITE} and {@code phoenix --smoke-test}: the node and guests tested as the files say. */
final class TestRun {
    static final String HOST = "host";

    private final Session session;
    private final List<VmId> guests;
    private final boolean host;
    private final RunOptions options;

    /**
     * A test run.
     *
     * @param guests those that were named
     * @param host whether the node was named; where nothing was, everything is tested
     */
    TestRun(Session session, List<VmId> guests, boolean host, RunOptions options) {
        this.session = session;
        this.guests = guests;
        this.host = host;
        this.options = options;
    }

    /** @param suite null for the smoke test */
    ExitCode run(@Nullable String suite) {
        Loaded loaded = session.loaded();
        session.checkKnown(guests, loaded.fleet());
        if (suite != null) {
            checkKnown(suite, loaded);
        }
        boolean everything = guests.isEmpty() && !host;
        Collection<VmId> selected = everything
                ? loaded.fleet().guests().stream().map(guest -> guest.id()).toList()
                : guests;
        try (OpenNode node = session.node(true)) {
            boolean withHost = everything || host;
            HostTests hostTests = hostTests(node, loaded, withHost && (suite == null || suite.equals(HostTests.SUITE)));
            String name = node.access().name();
            Map<VmId, ActualGuest> found =
                    new NodeReader(node.access()).read(List.of(), List.of()).guests();
            TestHistory history = withHost ? TestHistory.of(found).withNode(node.access()) : TestHistory.of(found);
            Plan plan = suite == null
                    ? new SmokePlanner(
                                    name, loaded.fleet(), node.access().shell().isPresent(), hostTests, history)
                            .plan(withHost, selected)
                    : new TestPlanner(
                                    name,
                                    loaded.fleet(),
                                    loaded.suites(),
                                    session.installation().helper(),
                                    history,
                                    Instant.now())
                            .suite(
                                    suite,
                                    withHost ? Optional.of(hostTests) : Optional.empty(),
                                    selected,
                                    running(found.values()));
            if (options.dryRun()) {
                return session.show(plan, options.json());
            }
            return session.carryOut(plan, node, Map.of());
        }
    }

    /** @param look whether what is declared of the node itself is compared with what is; one look, however much is declared */
    private HostTests hostTests(OpenNode node, Loaded loaded, boolean look) {
        boolean whole = node.access().shell().isPresent() && !session.isOnlyImagined();
        List<HostResource> found = List.of();
        if (look && whole) {
            HostPlanner planner = new HostPlanner(
                    loaded.host(),
                    new HostPlanner.Standpoint(
                            node.access().name(),
                            node.access().client().transport().source().orElse("")),
                    WipeConsent.NONE,
                    Set.of());
            found = planner.declared(HostReader.read(node.access(), planner.questions()));
        }
        return new HostTests(node.access().name(), loaded.host(), whole, found);
    }

    private static Set<VmId> running(Collection<ActualGuest> found) {
        return found.stream().filter(ActualGuest::running).map(ActualGuest::id).collect(Collectors.toSet());
    }

    private void checkKnown(String suite, Loaded loaded) {
        boolean everything = guests.isEmpty() && !host;
        Set<String> known = new TreeSet<>();
        Stream.concat(
                        everything || host ? loaded.suites().host().stream() : Stream.empty(),
                        (everything ? loaded.suites().guests().keySet() : guests)
                                .stream().flatMap(id -> loaded.suites().of(id).stream()))
                .forEach(one -> known.add(one.name()));
        if (everything || host) {
            known.add(HostTests.SUITE);
        }
        boolean features = loaded.fleet().guests().stream()
                .filter(guest -> everything || guests.contains(guest.id()))
                .anyMatch(guest -> !guest.features().isEmpty());
        if (features) {
            known.add(TestPlanner.FEATURES);
        }
        if (!known.contains(suite)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there is no test suite '" + suite + "'" + (everything ? "" : " of what was named"),
                    known.isEmpty()
                            ? "write one under \"tests\" in the files; --smoke-test needs none"
                            : "use one of: " + String.join(", ", known));
        }
    }
}
