package phoenix.orchestrator.actual;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * The fixed IPv4 addresses of the guests that are in no file, gathered once for all that are planned. Guests of the files are left out: those were
 * checked against each other, and a clone has its source's address until it is configured.
 */
public final class TakenAddresses {
    private final Map<String, ActualGuest> holders = new HashMap<>();

    /** @param declared every guest of the user's files */
    public TakenAddresses(Actual actual, Set<VmId> declared) {
        actual.guests().values().stream()
                .filter(guest -> !declared.contains(guest.id()))
                .forEach(guest -> guest.config().current().options().forEach((option, value) -> {
                    if (option.matches("(net|ipconfig)[0-9]+")) {
                        addressIn(value).ifPresent(address -> holders.putIfAbsent(address, guest));
                    }
                }));
    }

    /** Who has an address. */
    public Optional<ActualGuest> holder(String address) {
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
