package phoenix.orchestrator.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Place;

/** Reports what two containers cannot both have: a host name, an address on one bridge, a MAC address. */
final class Uniqueness {
    private final Problems problems;
    private final Map<String, ContainerDraft> owners = new HashMap<>();

    private Uniqueness(Problems problems) {
        this.problems = problems;
    }

    /**
     * Checks all containers; of two, the second is reported.
     *
     * @param drafts in the order of the file
     */
    static void check(Collection<ContainerDraft> drafts, Problems problems) {
        Uniqueness uniqueness = new Uniqueness(problems);
        drafts.forEach(uniqueness::check);
    }

    private void check(ContainerDraft draft) {
        Located<String> name = draft.name();
        if (name != null) {
            claim(draft, name.place(), "host name", name.value(), name.value().toLowerCase(Locale.ROOT));
        }
        draft.networks().forEach(network -> check(draft, network));
    }

    private void check(ContainerDraft draft, NetworkDraft network) {
        Located<Cidr> address = network.address();
        if (address != null) {
            String ip = address.value().address().toString();
            claim(draft, address.place(), "address", ip, ip + " on " + bridge(network));
        }
        Located<String> mac = network.macAddress();
        if (mac != null) {
            claim(draft, mac.place(), "MAC address", mac.value(), mac.value());
        }
    }

    private static @Nullable String bridge(NetworkDraft network) {
        Located<String> bridge = network.bridge();
        return bridge == null ? null : bridge.value();
    }

    private void claim(ContainerDraft draft, Place place, String what, String shown, String key) {
        ContainerDraft owner = owners.putIfAbsent(what + " " + key, draft);
        if (owner != null) {
            problems.error(
                    place,
                    "the " + what + " " + shown + " is already that of container " + owner.label() + " (line "
                            + owner.place().line() + ")",
                    "give one of the two another " + what);
        }
    }
}
