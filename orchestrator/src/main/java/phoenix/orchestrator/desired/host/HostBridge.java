package phoenix.orchestrator.desired.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bridge of the node. A null part is not managed.
 *
 * @param address with its prefix length: {@code 10.0.0.2/24}
 * @param ports interfaces that it joins; empty for a bridge of guests alone
 */
public record HostBridge(
        String name,
        @Nullable String address,
        @Nullable String gateway,
        @Nullable List<String> ports,
        @Nullable Boolean vlanAware,
        @Nullable Integer mtu) {
    public HostBridge {
        ports = ports == null ? null : List.copyOf(ports);
    }
}
