package phoenix.lab.simulated;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import phoenix.lab.node.NodeException;

/**
 * How long simulated work takes; by default no time at all.
 *
 * @param unpack unpacking a template, or making one
 * @param copy copying a volume
 * @param start starting a container
 * @param stop stopping or shutting down a container
 */
public record Latencies(Duration unpack, Duration copy, Duration start, Duration stop) {
    public static final Latencies NONE = new Latencies(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    static void pass(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted by signal", interrupted);
        }
    }
}
