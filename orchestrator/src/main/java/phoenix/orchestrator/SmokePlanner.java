package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.check.DriverTrial;
import phoenix.orchestrator.check.Grounds;
import phoenix.orchestrator.check.ProbeTrial;
import phoenix.orchestrator.check.RunningTrial;
import phoenix.orchestrator.check.StorageTrial;
import phoenix.orchestrator.check.TestHistory;
import phoenix.orchestrator.check.TestStep;
import phoenix.orchestrator.check.Trial;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Expectation;
import phoenix.orchestrator.desired.Expectation.Rule;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * Plans the smoke test: whether the node and every guest that is declared are well, as far as can be seen in seconds. It changes nothing.
 * Pure.
 *
 * @param node the node's name
 * @param shell whether there is a shell on it; without one, only what the API tells is tested
 * @param declared what the file declares of the node itself
 * @param history when the suites of guests and node were green last
 */
public record SmokePlanner(String node, Fleet fleet, boolean shell, HostTests declared, TestHistory history) {
    private static final List<String> SERVICES =
            List.of("pve-cluster", "pvedaemon", "pveproxy", "pvestatd", "pvescheduler", "chrony");

    /** Plans it for the node and these guests. */
    public Plan plan(boolean host, Collection<VmId> guests) {
        List<Subject> subjects = new ArrayList<>();
        if (host) {
            subjects.add(TestPlanner.tested(node, "node " + node, hostSteps(guests), declared.remarks()));
        }
        for (VmId id : new TreeSet<>(guests)) {
            fleet.guest(id)
                    .ifPresent(guest ->
                            subjects.add(TestPlanner.tested(id.toString(), guest.label(), compared(guest), List.of())));
        }
        return new Plan(subjects);
    }

    private List<Step> hostSteps(Collection<VmId> guests) {
        return hostTests(guests).stream()
                .<Step>map(test -> test.regressedFrom(history.ofAny(node)))
                .toList();
    }

    private List<TestStep> hostTests(Collection<VmId> guests) {
        List<TestStep> steps = new ArrayList<>();
        Set<String> storages = new TreeSet<>();
        Set<String> profiles = new TreeSet<>();
        for (VmId id : guests) {
            if (fleet.guest(id).orElse(null) instanceof DesiredContainer container) {
                storages.add(container.storage());
                if (container.appArmor() instanceof AppArmor.Profile profile && !container.isTemplate()) {
                    profiles.add(profile.name());
                }
            } else if (fleet.vms().containsKey(id)) {
                storages.add(fleet.vms().get(id).storage());
            }
        }
        declared.want().storages().forEach(storage -> storages.remove(storage.id()));
        storages.forEach(storage -> steps.add(once(node, "storage " + storage, new StorageTrial(storage))));
        if (declared.shell()) {
            // A unit that the node does not have is not among those that must run: only a Proxmox host has all of them.
            SERVICES.forEach(service -> steps.add(onNode(
                    "service " + service,
                    "service",
                    service,
                    new Expectation("state", Rule.MATCHES, "^(active|absent)$"))));
            steps.add(onNode("room on /", "mount", "/", new Expectation("free_percent", Rule.ATLEAST, "5")));
            profiles.forEach(profile -> steps.add(
                    onNode("profile " + profile, "profile", profile, new Expectation("loaded", Rule.IS, "yes"))));
        }
        steps.addAll(declared.steps("smoke"));
        return steps;
    }

    private List<Step> compared(DesiredGuest guest) {
        return guestSteps(guest).stream()
                .<Step>map(test -> test.regressedFrom(history.ofAny(guest.id().toString())))
                .toList();
    }

    private List<TestStep> guestSteps(DesiredGuest guest) {
        String id = guest.id().toString();
        TestStep runs = once(
                id, guest.isTemplate() ? "rests as a template" : "runs", new RunningTrial(guest, !guest.isTemplate()));
        List<TestStep> steps = new ArrayList<>(List.of(runs));
        // Into a VM its agent leads, without a shell on the node.
        if (guest.isTemplate() || !(shell || guest.kind() == GuestKind.VM)) {
            return steps;
        }
        for (HealthCheck check : guest.healthChecks()) {
            steps.add(TestStep.once(
                    new StepKey(id, "test smoke/health " + check.name()),
                    "health check " + check.name(),
                    new ProbeTrial(Grounds.in(guest), check.probe()),
                    Set.of(runs.key())));
        }
        if (guest instanceof DesiredContainer container
                && container.gpus() != null
                && !container.gpus().isEmpty()) {
            container
                    .gpus()
                    .forEach(index -> steps.add(TestStep.once(
                            new StepKey(id, "test smoke/gpu " + index),
                            "GPU " + index + " is in it",
                            new ProbeTrial(
                                    Grounds.in(guest),
                                    facts(
                                            "file",
                                            "/dev/nvidia" + index,
                                            new Expectation("type", Rule.ISNOT, "absent"))),
                            Set.of(runs.key()))));
            if (hasLibraries(container)) {
                steps.add(TestStep.once(
                        new StepKey(id, "test smoke/GPU driver"),
                        "GPU driver agrees",
                        new DriverTrial(guest),
                        Set.of(runs.key())));
                steps.add(TestStep.once(
                        new StepKey(id, "test smoke/nvidia-smi"),
                        "nvidia-smi sees its GPUs",
                        new ProbeTrial(
                                Grounds.in(guest),
                                facts(
                                        "gpu",
                                        "",
                                        new Expectation(
                                                "count",
                                                Rule.ATLEAST,
                                                String.valueOf(container.gpus().size())))),
                        Set.of(runs.key())));
            }
        }
        return steps;
    }

    /** Whether it, or anything that it is cloned from, has NVIDIA's libraries. Ends, because the loader lets no circle pass. */
    private boolean hasLibraries(DesiredGuest guest) {
        return guest.featureNames().contains("nvidia")
                || guest.cloneSource()
                        .flatMap(fleet::guest)
                        .filter(this::hasLibraries)
                        .isPresent();
    }

    private TestStep onNode(String title, String kind, String of, Expectation expected) {
        return once(node, title, new ProbeTrial(Grounds.NODE, facts(kind, of, expected)));
    }

    private static Probe facts(String kind, String of, Expectation expected) {
        return new Probe.Facts(kind, of, false, List.of(expected));
    }

    private static TestStep once(String subject, String title, Trial trial) {
        return TestStep.once(new StepKey(subject, "test smoke/" + title), title, trial, Set.of());
    }
}
