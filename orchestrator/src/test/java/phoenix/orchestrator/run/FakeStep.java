package phoenix.orchestrator.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/** A step whose act is a function of how often it was tried; it is true once an act has returned. */
final class FakeStep implements Step {
    private final StepKey key;
    private final Set<StepKey> needs;
    private final Set<String> lanes;
    private final Function<Integer, Runnable> acts;
    private final AtomicInteger tried = new AtomicInteger();
    private volatile boolean isTrue;

    private FakeStep(String name, Set<StepKey> needs, Set<String> lanes, Function<Integer, Runnable> acts) {
        this.key = key(name);
        this.needs = needs;
        this.lanes = lanes;
        this.acts = acts;
    }

    /** @param name {@code subject/step} */
    static FakeStep doing(String name, Runnable act, String... needs) {
        return new FakeStep(name, keys(needs), Set.of(), attempt -> act);
    }

    static FakeStep trying(String name, Function<Integer, Runnable> acts) {
        return new FakeStep(name, Set.of(), Set.of(), acts);
    }

    static FakeStep inLane(String name, String lane, Runnable act) {
        return new FakeStep(name, Set.of(), Set.of(lane), attempt -> act);
    }

    static StepKey key(String name) {
        return new StepKey(name.substring(0, name.indexOf('/')), name.substring(name.indexOf('/') + 1));
    }

    FakeStep trueAlready() {
        isTrue = true;
        return this;
    }

    int tried() {
        return tried.get();
    }

    @Override
    public StepKey key() {
        return key;
    }

    @Override
    public String title() {
        return key.toString();
    }

    @Override
    public Set<StepKey> needs() {
        return needs;
    }

    @Override
    public Set<String> lanes() {
        return lanes;
    }

    @Override
    public List<String> preview() {
        return List.of();
    }

    @Override
    public int tries() {
        return 3;
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(20);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return isTrue;
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        acts.apply(tried.incrementAndGet()).run();
        isTrue = true;
    }

    private static Set<StepKey> keys(String... names) {
        return Stream.of(names).map(FakeStep::key).collect(Collectors.toSet());
    }
}
