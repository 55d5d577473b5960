package phoenix.pve.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An option and what waits for a restart.
 *
 * @param value in force; null if it is not set
 * @param pending in force after the restart; null if nothing waits
 * @param deletion whether it will be unset by the restart
 */
public record PendingOption(
        String key, @Nullable String value, @Nullable String pending, boolean deletion) {
    static PendingOption read(JsonNode option) {
        return new PendingOption(
                Json.text(option, "key"),
                Json.textOrNull(option, "value"),
                Json.textOrNull(option, "pending"),
                Json.number(option, "delete") > 0);
    }

    public boolean needsRestart() {
        return pending != null || deletion;
    }
}
