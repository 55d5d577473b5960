package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import phoenix.orchestrator.desired.Suite;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * One test, as a step of a plan: it is true once it has been seen to pass in this run. It changes nothing but what its own command or
 * script changes. Safe for use by several threads.
 */
public final class TestStep implements Step {
    private final StepKey key;
    private final String title;
    private final Trial trial;
    private final Duration limit;
    private final Duration within;
    private final Duration interval;
    private final Set<StepKey> needs;
    private final Optional<Regression> regression;
    private final AtomicBoolean passed = new AtomicBoolean();
    /** What the last try told, which is not told again. */
    private final AtomicReference<List<String>> told = new AtomicReference<>(List.of());

    private TestStep(
            StepKey key,
            String title,
            Trial trial,
            Duration limit,
            Duration within,
            Duration interval,
            Set<StepKey> needs,
            Optional<Regression> regression) {
        this.key = key;
        this.title = title;
        this.trial = trial;
        this.limit = limit;
        this.within = within;
        this.interval = interval;
        this.needs = Set.copyOf(needs);
        this.regression = regression;
    }

    /** A test of a suite. */
    public static TestStep of(StepKey key, String suite, Suite.Test test, Trial trial, Set<StepKey> needs) {
        return new TestStep(
                key,
                suite + ": " + test.name(),
                trial,
                test.limit(),
                test.within(),
                test.interval(),
                needs,
                Optional.empty());
    }

    /** A test that is made once. */
    public static TestStep once(StepKey key, String title, Trial trial, Set<StepKey> needs) {
        return new TestStep(
                key,
                title,
                trial,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofSeconds(1),
                needs,
                Optional.empty());
    }

    /** This with what is told beside its failure. */
    public TestStep regressedFrom(Optional<Regression> better) {
        return new TestStep(key, title, trial, limit, within, interval, needs, better);
    }

    @Override
    public StepKey key() {
        return key;
    }

    @Override
    public boolean tests() {
        return true;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Set<StepKey> needs() {
        return needs;
    }

    @Override
    public List<String> preview() {
        return List.of(trial.preview());
    }

    @Override
    public Set<String> lanes() {
        return trial.lanes();
    }

    @Override
    public Duration limit() {
        return within.plus(limit.multipliedBy(2));
    }

    @Override
    public int tries() {
        return 1 + (int) (within.toMillis() / Math.max(1, interval.toMillis()));
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return passed.get();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Optional<Finding> finding = trial.make(node, limit, log);
        if (finding.isEmpty()) {
            passed.set(true);
            return;
        }
        List<String> lines = new ArrayList<>(finding.get().lines(trial.where(), trial.expected()));
        regression.ifPresent(better -> lines.add(better.line()));
        String hint = regression.map(better -> better.hint(trial.hint())).orElse(trial.hint());
        if (!lines.equals(told.getAndSet(lines))) {
            lines.forEach(log::line);
        }
        if (within.isZero()) {
            throw new StepFailure("test failed: " + title + ": " + finding.get().why(), hint, lines);
        }
        throw new NotYet("test " + title + ": " + finding.get().why(), hint);
    }
}
