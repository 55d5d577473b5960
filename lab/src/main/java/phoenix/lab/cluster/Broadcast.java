package phoenix.lab.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import phoenix.lab.guest.KnownGuests;
import phoenix.pve.VmId;

/**
 * The guests' states as the whole cluster knows them: as old as the last broadcast. Proxmox sends one every ten seconds; a guest
 * made since then is {@code unknown} and has no name yet.
 *
 * @see "PVE source: PVE/Service/pvestatd.pm"
 */
public final class Broadcast {
    private final KnownGuests status;
    private final Duration period;
    private final Clock clock;
    private Instant sent = Instant.MIN;
    private Map<VmId, Map<String, Object>> states = Map.of();

    public Broadcast(KnownGuests status, Duration period, Clock clock) {
        this.status = status;
        this.period = period;
        this.clock = clock;
    }

    /** What the last broadcast said, by guest. */
    synchronized Map<VmId, Map<String, Object>> states() {
        Instant now = clock.instant();
        if (sent.equals(Instant.MIN) || !now.isBefore(sent.plus(period))) {
            states = status.all();
            sent = now;
        }
        return states;
    }
}
