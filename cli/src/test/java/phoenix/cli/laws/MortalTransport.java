package phoenix.cli.laws;

import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import phoenix.pve.api.Method;
import phoenix.pve.api.Transport;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import tools.jackson.databind.JsonNode;

/**
 * A way to the node that counts calls, and that can die: after so many calls nothing leaves this process any more, as if it had been
 * killed. Safe for use by several threads.
 */
final class MortalTransport implements Transport {
    private final Transport inner;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int diesAfter = Integer.MAX_VALUE;
    private volatile boolean losesLastAnswer;
    private volatile Witness witness = (method, path, parameters) -> {};

    /** Sees every request before it is sent, from any thread. */
    interface Witness {
        void sees(Method method, String path, SortedMap<String, String> parameters);
    }

    MortalTransport(Transport inner) {
        this.inner = inner;
    }

    /** Nothing leaves any more. No step knows this failure, so none tries again. */
    static final class Dead extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Dead() {
            super("the process was killed");
        }
    }

    void dieAfter(int more, boolean loseLastAnswer) {
        losesLastAnswer = loseLastAnswer;
        diesAfter = calls.get() + more;
    }

    void revive() {
        diesAfter = Integer.MAX_VALUE;
    }

    void witnessedBy(Witness other) {
        witness = other;
    }

    int calls() {
        return calls.get();
    }

    private int next() {
        int number = calls.incrementAndGet();
        if (number > diesAfter) {
            throw new Dead();
        }
        return number;
    }

    private void answered(int number) {
        if (number == diesAfter && losesLastAnswer) {
            throw new Dead();
        }
    }

    @Override
    public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
        int number = next();
        witness.sees(method, path, parameters);
        JsonNode answer = inner.send(method, path, parameters, purpose);
        answered(number);
        return answer;
    }

    /** The node's shell, which lives and dies with this. */
    NodeShell alongside(NodeShell shell) {
        return new NodeShell() {
            @Override
            public Output run(Command command, Consumer<String> onLine) {
                int number = next();
                Output output = shell.run(command, onLine);
                answered(number);
                return output;
            }

            @Override
            public String where() {
                return shell.where();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Override
    public String where() {
        return inner.where();
    }

    @Override
    public boolean actsAsRoot() {
        return inner.actsAsRoot();
    }

    @Override
    public void close() {
        inner.close();
    }
}
