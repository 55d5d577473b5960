package phoenix.orchestrator.config.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.NetworkDraft;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.desired.Place;

/** Reports what two guests cannot both have: an ID, a host name, an address on one network, a MAC address. */
final class Uniqueness {
    private final Problems problems;
    private final Map<String, GuestDraft> owners = new HashMap<>();

    private Uniqueness(Problems problems) {
        this.problems = problems;
    }

    /**
     * Checks all guests; of two, the second is reported.
     *
     * @param guests in the order of the files
     */
    static void check(Collection<? extends GuestDraft> guests, Problems problems) {
        Uniqueness uniqueness = new Uniqueness(problems);
        guests.forEach(uniqueness::check);
    }

    private void check(GuestDraft guest) {
        claim(guest, guest.place(), "ID", guest.id().toString(), guest.id().toString());
        Located<String> name = guest.name();
        if (name != null) {
            claim(guest, name.place(), "host name", name.value(), name.value().toLowerCase(Locale.ROOT));
        }
        guest.networks().forEach(network -> check(guest, network));
    }

    private void check(GuestDraft guest, NetworkDraft network) {
        var address = network.address();
        if (address != null) {
            claim(guest, address.place(), "address", address.value().address().toString(), network);
        }
        var address6 = network.address6();
        if (address6 != null) {
            claim(guest, address6.place(), "address", address6.value().address().toString(), network);
        }
        Located<String> mac = network.macAddress();
        if (mac != null) {
            claim(guest, mac.place(), "MAC address", mac.value(), mac.value());
        }
    }

    /** An address may be there once on every bridge, and in every VLAN of it. */
    private void claim(GuestDraft guest, Place place, String what, String shown, NetworkDraft network) {
        claim(
                guest,
                place,
                what,
                shown,
                shown + " on " + Located.valueOf(network.bridge()) + " in " + Located.valueOf(network.vlan()));
    }

    private void claim(GuestDraft guest, Place place, String what, String shown, String key) {
        GuestDraft owner = owners.putIfAbsent(what + " " + key, guest);
        if (owner != null) {
            problems.error(
                    place,
                    "the " + what + " " + shown + " is already that of " + owner.kind() + " " + owner.label() + " ("
                            + where(owner.place(), guest.place()) + ")",
                    "give one of the two another " + what);
        }
    }

    private static String where(Place place, Place seenFrom) {
        return place.file().equals(seenFrom.file())
                ? "line " + place.line()
                : Names.file(place) + ", line " + place.line();
    }
}
