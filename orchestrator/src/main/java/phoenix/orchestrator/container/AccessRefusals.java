package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.plan.Subject.Refusal;

/** What the ways to the node that there are do not allow. */
final class AccessRefusals {
    private static final String WAY_OUT =
            "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH," + " or run phoenix on the node";

    private AccessRefusals() {}

    /** @param work what has to be done inside the container, by scripts or to see whether it is healthy */
    static Optional<Refusal> withoutShell(DesiredContainer want, List<String> work, Actual actual) {
        return work.isEmpty() || actual.access().shell()
                ? Optional.empty()
                : Refusals.refuse(
                        "container " + want.label() + " needs " + String.join(", ", work) + " run inside it, and "
                                + "there is no shell on node " + actual.node(),
                        want,
                        WAY_OUT);
    }

    /**
     * Refuses what Proxmox gives to {@code root@pam} alone, where it would have to be set and we are nobody of that name.
     *
     * @param found the container that stays; what it has already need not be set
     * @see "PVE source: PVE/LXC.pm check_ct_modify_config_perm"
     */
    static Optional<Refusal> ofRootOptions(DesiredContainer want, Optional<ActualGuest> found, Actual actual) {
        List<String> needed = new ArrayList<>();
        if (!actual.access().rootOptions()) {
            needed.addAll(rootOptions(want, found, actual.facts()));
        }
        if (!actual.access().shell()) {
            needed.addAll(rawOptions(want, found));
        }
        return needed.isEmpty()
                ? Optional.empty()
                : Refusals.refuse(
                        "container " + want.label() + " needs " + String.join(", ", needed)
                                + ", which Proxmox lets root@pam alone set, and no API token is that user",
                        want,
                        WAY_OUT
                                + (actual.access().rootApi()
                                        ? ""
                                        : "; for all but raw lines, root@pam's password in"
                                                + " PROXMOX_VE_USERNAME and PROXMOX_VE_PASSWORD serves as well"));
    }

    private static List<String> rootOptions(DesiredContainer want, Optional<ActualGuest> found, NodeFacts facts) {
        Set<String> differing = found.<Set<String>>map(have -> OptionDiff.between(
                                Settings.of(want, have.options(), Set.of(), facts)
                                        .options(),
                                have.options())
                        .forRoot())
                .orElse(Set.of());
        boolean all = found.isEmpty();
        List<String> needed = new ArrayList<>();
        Map<String, String> features = want.proxmoxFeatures() == null ? Map.of() : want.proxmoxFeatures();
        boolean special = !want.unprivileged() || !Set.of("nesting").containsAll(features.keySet());
        if (!features.isEmpty() && special && (all || differing.contains("features"))) {
            needed.add("features " + String.join(", ", new java.util.TreeSet<>(features.keySet())));
        }
        BindMounts.first(want, Map.of(), Set.of())
                .filter(path -> all || differing.stream().anyMatch(option -> option.matches("mp[0-9]+")))
                .ifPresent(path -> needed.add("bind mount " + path));
        boolean devices = want.devices() != null && !want.devices().isEmpty();
        if (devices && (all || differing.stream().anyMatch(option -> option.matches("dev[0-9]+")))) {
            needed.add("devices");
        }
        return needed;
    }

    /** Lines of LXC's own have no way through the API at all. */
    private static List<String> rawOptions(DesiredContainer want, Optional<ActualGuest> found) {
        List<String> have = found.map(guest -> guest.config().current().raw().stream()
                        .map(line -> line.key() + ": " + line.value())
                        .toList())
                .orElse(List.of());
        List<String> needed = new ArrayList<>();
        if (want.rawOptions() != null) {
            want.rawOptions().stream()
                    .map(Object::toString)
                    .filter(line -> !have.contains(line))
                    .findFirst()
                    .ifPresent(line -> needed.add("the raw line " + line));
        }
        AppArmor confinement = want.appArmor();
        boolean confined = have.stream().anyMatch(line -> line.startsWith("lxc.apparmor.profile:"));
        if (confinement != null && !(confinement instanceof AppArmor.Generated) && !confined) {
            needed.add("an AppArmor profile");
        }
        return needed;
    }
}
