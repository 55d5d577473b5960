package phoenix.orchestrator.container;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * The fixed IPv4 addresses of the guests that are in no file, gathered once for all containers. Guests of the files are left out: those were
 * checked against each other, and a clone has its source's address until it is configured.
 */
final class TakenAddresses {
    private final Map<String, ActualGuest> holders = new HashMap<>();

    TakenAddresses(Actual actual, Set<VmId> declared) {
        actual.guests().values().stream()
                .filter(guest -> !declared.contains(guest.id()))
                .forEach(guest -> guest.config().current().options().forEach((option, value) -> {
                    if (option.startsWith("net")) {
                        addressIn(value).ifPresent(address -> holders.putIfAbsent(address, guest));
                    }
                }));
    }

    Optional<ActualGuest> holder(String address) {
        return Optional.ofNullable(holders.get(address));
    }

    /** Somebody else's network may be written in a way that nobody can read; it holds no address that we could meet. */
    private static Optional<String> addressIn(String network) {
        try {
            return PropertyString.parse(network, "")
                    .get("ip")
                    .filter(ip -> ip.contains("/"))
                    .map(ip -> ip.substring(0, ip.indexOf('/')));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
