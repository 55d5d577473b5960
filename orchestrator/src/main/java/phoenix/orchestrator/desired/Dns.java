package phoenix.orchestrator.desired;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a guest finds names.
 *
 * @param nameservers IPv4 or IPv6 addresses
 * @param searchDomain where short names are looked up; several are separated by blanks
 */
public record Dns(
        @Nullable List<String> nameservers, @Nullable String searchDomain) {
    public Dns {
        nameservers = nameservers == null ? null : List.copyOf(nameservers);
    }
}
