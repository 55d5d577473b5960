package phoenix.lab.api;

import java.time.Clock;
import java.time.Duration;

/**
 * What tests change about a server.
 *
 * <p>By default: the system's clock, a refusal is held back for 3 s, a call waits 10 s for a guest's lock, guests' states are
 * broadcast every 10 s. That is Proxmox.
 *
 * @param clock for tickets, tasks and snapshots
 * @param refusalDelay how long a 401 is held back
 * @param lockPatience how long a call waits for a guest's lock
 * @param broadcastPeriod how old the states in {@code /cluster/resources} may be
 */
public record ServerOptions(Clock clock, Duration refusalDelay, Duration lockPatience, Duration broadcastPeriod) {
    public static final ServerOptions PRODUCTION =
            new ServerOptions(Clock.systemUTC(), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(10));

    public ServerOptions withClock(Clock other) {
        return new ServerOptions(other, refusalDelay, lockPatience, broadcastPeriod);
    }

    public ServerOptions withRefusalDelay(Duration other) {
        return new ServerOptions(clock, other, lockPatience, broadcastPeriod);
    }

    public ServerOptions withLockPatience(Duration other) {
        return new ServerOptions(clock, refusalDelay, other, broadcastPeriod);
    }

    public ServerOptions withBroadcastPeriod(Duration other) {
        return new ServerOptions(clock, refusalDelay, lockPatience, other);
    }
}
