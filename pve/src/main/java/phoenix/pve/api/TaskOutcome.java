package phoenix.pve.api;

import java.util.List;
import phoenix.pve.Upid;

/**
 * A task that ended well.
 *
 * @param warnings what it warned of all the same, from its log; empty if it ended {@code OK}
 */
public record TaskOutcome(Upid upid, List<String> warnings) {
    public TaskOutcome {
        warnings = List.copyOf(warnings);
    }
}
