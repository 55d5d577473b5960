package phoenix.orchestrator;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.check.Grounds;
import phoenix.orchestrator.check.ProbeTrial;
import phoenix.orchestrator.check.RecordGreen;
import phoenix.orchestrator.check.Regression;
import phoenix.orchestrator.check.RunningTrial;
import phoenix.orchestrator.check.ScriptTrial;
import phoenix.orchestrator.check.TestHistory;
import phoenix.orchestrator.check.TestStep;
import phoenix.orchestrator.check.Trial;
import phoenix.orchestrator.container.FeatureTrial;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Suite;
import phoenix.orchestrator.desired.Suites;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/**
 * Plans tests: suites that were asked for, and those that follow a change. Tests are steps like any other, so they run side by side, are
 * tried again, and are told as events. Pure.
 *
 * @param node the node's name
 * @param helper the file that is copied beside every script
 * @param history when the suites of guests and node were green last
 * @param now the time of a green run, as it is noted on guests and node
 */
public record TestPlanner(String node, Fleet fleet, Suites suites, Path helper, TestHistory history, Instant now) {
    /** The suite that every guest with features has: each feature's own check. */
    public static final String FEATURES = "features";

    /**
     * Plans one suite.
     *
     * @param host what is tested of the node itself besides its suites; empty if the node is left out
     * @param running the guests that run now; a template that does not is left alone
     */
    public Plan suite(String name, Optional<HostTests> host, Collection<VmId> guests, Set<VmId> running) {
        List<Subject> subjects = new ArrayList<>();
        if (host.isPresent()) {
            List<Step> steps = new ArrayList<>(steps(named(suites.host(), name), Grounds.NODE, Set.of()));
            if (name.equals(HostTests.SUITE)) {
                host.get()
                        .steps(HostTests.SUITE)
                        .forEach(test -> steps.add(test.regressedFrom(history.of(node, name))));
            }
            if (!steps.isEmpty()) {
                steps.add(RecordGreen.onNode(node, name, now, keys(steps)));
            }
            List<String> remarks = name.equals(HostTests.SUITE) ? host.get().remarks() : List.of();
            if (!steps.isEmpty() || !remarks.isEmpty()) {
                subjects.add(tested(node, "node " + node, steps, remarks));
            }
        }
        for (VmId id : guests) {
            List<Suite> wanted = named(suites.of(id), name);
            Optional<DesiredGuest> guest = fleet.guest(id);
            boolean any = wanted.stream().anyMatch(suite -> !suite.tests().isEmpty())
                    || guest.filter(one -> hasFeatures(one, name)).isPresent();
            if (guest.isPresent() && any) {
                subjects.add(subject(guest.get(), name, wanted, running.contains(id)));
            }
        }
        return new Plan(subjects);
    }

    private static boolean hasFeatures(DesiredGuest guest, String suite) {
        return suite.equals(FEATURES) && !guest.features().isEmpty();
    }

    private Subject subject(DesiredGuest guest, String name, List<Suite> wanted, boolean running) {
        String id = guest.id().toString();
        if (guest.isTemplate() && !running) {
            return tested(
                    id,
                    guest.label(),
                    List.of(),
                    List.of("a template is kept stopped: its tests run while it is made, with --with-tests"));
        }
        Optional<Regression> better = history.of(guest.id().toString(), name);
        TestStep runs = TestStep.once(
                        new StepKey(id, "test running"), "it runs", new RunningTrial(guest, true), Set.of())
                .regressedFrom(better);
        List<Step> steps = new ArrayList<>(List.of(runs));
        steps.addAll(steps(wanted, Grounds.in(guest), Set.of(runs.key())));
        if (hasFeatures(guest, name)) {
            guest.features()
                    .forEach(feature -> steps.add(TestStep.once(
                                    new StepKey(id, "test features/feature " + feature.name()),
                                    "feature " + feature.name() + " is there",
                                    new FeatureTrial(guest, feature, helper),
                                    Set.of(runs.key()))
                            .regressedFrom(better)));
        }
        steps.add(record(guest, name, steps));
        return tested(id, guest.label(), steps, List.of());
    }

    /**
     * A plan with the tests that follow a change: those of each guest that something is done to come before its last snapshot, which is
     * so never one of a guest that failed them.
     *
     * @param all every suite of the guests that were named, not only those that run by themselves
     */
    public Plan after(Plan plan, boolean all, Collection<VmId> named) {
        List<Subject> subjects = new ArrayList<>();
        for (Subject subject : plan.subjects()) {
            Optional<DesiredGuest> guest = subject.isGuest() ? fleet.guest(VmId.parse(subject.id())) : Optional.empty();
            boolean everything =
                    all && guest.filter(one -> named.contains(one.id())).isPresent();
            subjects.add(
                    guest.isEmpty()
                                    || subject.action() == Subject.Action.DELETE
                                    || subject.refusal().isPresent()
                            ? subject
                            : after(subject, guest.get(), everything));
        }
        return new Plan(subjects);
    }

    private Subject after(Subject subject, DesiredGuest guest, boolean all) {
        List<Suite> wanted = suites.of(guest.id()).stream()
                .filter(suite ->
                        all || (suite.afterProvision() && !subject.steps().isEmpty()))
                .toList();
        int end = subject.steps().size();
        while (end > 0 && subject.steps().get(end - 1).seals()) {
            end--;
        }
        List<Step> before = subject.steps().subList(0, end);
        if (guest.isTemplate() && before.isEmpty()) {
            return subject;
        }
        Set<StepKey> needs =
                before.isEmpty() ? Set.of() : Set.of(before.get(end - 1).key());
        List<Step> tests = new ArrayList<>(steps(wanted, Grounds.in(guest), needs));
        if (tests.isEmpty()) {
            return subject;
        }
        for (Suite suite : wanted) {
            List<Step> itsOwn = tests.stream()
                    .filter(test -> test.key().name().startsWith(prefix(suite.name())))
                    .toList();
            if (!itsOwn.isEmpty()) {
                tests.add(record(guest, suite.name(), itsOwn));
            }
        }
        List<Step> steps = new ArrayList<>(before);
        steps.addAll(tests);
        Set<StepKey> passed = new LinkedHashSet<>();
        tests.forEach(test -> passed.add(test.key()));
        subject.steps().subList(end, subject.steps().size()).forEach(step -> steps.add(step.after(passed)));
        return new Subject(
                subject.id(),
                subject.label(),
                subject.action() == Subject.Action.NONE ? Subject.Action.TEST : subject.action(),
                subject.changes(),
                steps,
                subject.remarks(),
                subject.refusal(),
                subject.stale());
    }

    private Step record(DesiredGuest guest, String suite, List<Step> tests) {
        return RecordGreen.on(Target.of(guest, node), suite, now, keys(tests));
    }

    private static Set<StepKey> keys(List<Step> steps) {
        return steps.stream().map(Step::key).collect(Collectors.toSet());
    }

    private static String prefix(String suite) {
        return "test " + suite + "/";
    }

    private List<Step> steps(List<Suite> wanted, Grounds grounds, Set<StepKey> needs) {
        String subject = grounds.guest().map(guest -> guest.id().toString()).orElse(node);
        List<Step> steps = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Suite suite : wanted) {
            for (Suite.Test test : suite.tests()) {
                String name = suite.name() + "/" + test.name();
                for (int twin = 2; !names.add(name); twin++) {
                    name = suite.name() + "/" + test.name() + " " + twin;
                }
                TestStep step = TestStep.of(
                        new StepKey(subject, "test " + name), suite.name(), test, trial(test, grounds), needs);
                steps.add(step.regressedFrom(history.of(subject, suite.name())));
            }
        }
        return steps;
    }

    private Trial trial(Suite.Test test, Grounds grounds) {
        if (test.work() instanceof Suite.Work.Script script) {
            return new ScriptTrial(grounds, script, helper);
        } else if (test.work() instanceof Suite.Work.Ask ask) {
            return new ProbeTrial(grounds, ask.probe());
        }
        throw new IllegalArgumentException("unknown kind of test: " + test);
    }

    static Subject tested(String id, String label, List<Step> steps, List<String> remarks) {
        return new Subject(id, label, Subject.Action.TEST, List.of(), steps, remarks, Optional.empty());
    }

    private static List<Suite> named(List<Suite> all, String name) {
        return all.stream().filter(suite -> suite.name().equals(name)).toList();
    }
}
