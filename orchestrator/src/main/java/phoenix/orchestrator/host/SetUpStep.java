package phoenix.orchestrator.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Makes one thing on the node what is declared. It looks and compares afresh before it acts and does what that comparison says: the node may
 * have changed since the plan was made, and what was safe then must be safe now.
 */
record SetUpStep(HostKind kind, DesiredHost want, HostResource planned, Set<StepKey> needs, Set<HostConsent> given)
        implements Step {
    static StepKey key(String resource) {
        return new StepKey(resource, "set up");
    }

    @Override
    public StepKey key() {
        return key(planned.name());
    }

    @Override
    public String title() {
        return switch (planned.action()) {
            case CREATE -> "make";
            case DELETE -> "remove";
            case CHANGE, RECREATE, TEST, NONE, REFUSE -> "change";
        };
    }

    @Override
    public List<String> preview() {
        return planned.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    @Override
    public Set<String> lanes() {
        return planned.lanes();
    }

    @Override
    public Duration limit() {
        return planned.limit();
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return look(node).map(HostResource::isAsDeclared).orElse(true);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Optional<HostResource> now = look(node);
        if (now.isPresent()) {
            if (!now.get().missing(given).isEmpty()) {
                throw new StepFailure(
                        planned.name() + " has changed since the plan was made, and needs consent now",
                        "run the same command again");
            }
            now.get().acts().forEach(act -> act.carryOut(node, log));
        }
    }

    /** The thing as it is now; empty if it is neither declared nor there any more. */
    private Optional<HostResource> look(NodeAccess node) {
        HostFacts facts = HostReader.read(node, kind.questions(want));
        Optional<HostResource> now = kind.compare(want, facts).stream()
                .filter(resource -> resource.name().equals(planned.name()))
                .findFirst();
        now.flatMap(HostResource::refusal).ifPresent(refusal -> {
            throw new StepFailure(planned.name() + ": " + refusal.why(), refusal.hint());
        });
        return now;
    }
}
