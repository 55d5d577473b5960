package phoenix.orchestrator.desired;

import java.time.Duration;
import java.util.List;

/**
 * How to see that a guest does its work.
 *
 * @param name for people
 * @param probe what is asked
 * @param retries how often it is tried again before the guest counts as unhealthy
 * @param interval between two tries
 * @param digest of all this and of the checks before this one; eight hexadecimal digits
 */
public record HealthCheck(String name, Probe probe, int retries, Duration interval, String digest) {
    /** One way of asking. */
    public sealed interface Probe {
        /** Whether the node asks, and not the guest itself. */
        default boolean fromNode() {
            return false;
        }

        /** A command line for the guest's own {@code sh}; exit code 0 is healthy. */
        record CommandLine(String line) implements Probe {}

        /** A page that the node can fetch; any status from 200 to 299 is healthy. */
        record Http(String url) implements Probe {
            @Override
            public boolean fromNode() {
                return true;
            }
        }

        /** A TCP port of the guest that the node can connect to. */
        record Tcp(String host, int port) implements Probe {
            @Override
            public boolean fromNode() {
                return true;
            }
        }

        /**
         * Something that Phoenix's own script looks at, and what it is to find.
         *
         * @param kind {@code file}, {@code systemd}...
         * @param of what is looked at: a path, a unit; may be empty
         * @param fromNode whether the node looks, else the guest itself
         */
        record Facts(String kind, String of, boolean fromNode, List<Expectation> expected) implements Probe {
            public Facts {
                expected = List.copyOf(expected);
            }
        }
    }
}
