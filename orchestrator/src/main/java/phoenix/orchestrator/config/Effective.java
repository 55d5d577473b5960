package phoenix.orchestrator.config;

import java.util.List;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * What the files say of one guest in the end, key by key, and where each key comes from.
 *
 * @param settings in the order of the alphabet
 */
public record Effective(VmId id, GuestKind kind, List<Setting> settings) {
    public Effective {
        settings = List.copyOf(settings);
    }

    /**
     * A key and its value.
     *
     * @param key with the keys of the objects around it: {@code network_config.ip}
     * @param value as JSON on one line; secrets are references, or {@code "***"} where they stand in the file as plain text
     * @param origin {@code guest}, {@code defaults}, {@code profile gpu}, or {@code shared volume certs}
     */
    public record Setting(String key, String value, String origin, Place place) {}
}
