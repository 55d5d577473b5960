package phoenix.orchestrator.container;

import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.VmId;

/** The AppArmor profile of a container, where no other will be bound to it. Pure. */
final class UnusedProfile {
    private static final String KEY = "lxc.apparmor.profile";
    private static final Set<String> NOBODYS = Set.of("unconfined", "generated", "unchanged");

    private UnusedProfile() {}

    /** @param going every guest that is to be deleted */
    static Optional<String> of(ActualGuest guest, Actual actual, Set<VmId> going) {
        return boundTo(guest)
                .filter(profile -> actual.access().shell() && guest.node().equals(actual.node()))
                .filter(profile -> actual.guests().values().stream()
                        .filter(other -> !going.contains(other.id()))
                        .flatMap(other -> boundTo(other).stream())
                        .noneMatch(profile::equals))
                .filter(profile -> isLastOfThose(guest, profile, actual, going));
    }

    /** Of several that go together, the one with the highest ID takes it along. */
    private static boolean isLastOfThose(ActualGuest guest, String profile, Actual actual, Set<VmId> going) {
        return going.stream()
                .flatMap(id -> actual.guest(id).stream())
                .filter(other -> boundTo(other).filter(profile::equals).isPresent())
                .noneMatch(other -> other.id().compareTo(guest.id()) > 0);
    }

    private static Optional<String> boundTo(ActualGuest guest) {
        return guest.config().current().raw().stream()
                .filter(line -> line.key().equals(KEY))
                .map(RawEntry::value)
                .filter(name -> !NOBODYS.contains(name) && !name.startsWith("lxc-container-"))
                .findFirst();
    }
}
