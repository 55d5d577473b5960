package phoenix.orchestrator.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down guests as they are, in the format of the configuration's files: what a run would find as wanted.
 *
 * <p>What the format has no key for is named in a comment of the guest. What was done inside a guest cannot be read back.
 */
public final class Export {
    /** What a guest's comment says where a name had to be put that nobody knows. */
    static final String UNKNOWN_ORIGIN =
            "what it was made from is not known; only if it has to be made anew is this used";

    private static final Pattern CLONE_BASE =
            Pattern.compile("([1-9][0-9]{2,8})(?:@([A-Za-z][A-Za-z0-9_-]*))?(?:#[0-9a-f]+)?");

    private Export() {}

    /**
     * A guest that was cloned.
     *
     * @param snapshot the source's snapshot that it was made from; empty if the source is a template of Proxmox's own
     * @param linked whether it is seen to share its volume with its source
     */
    record Cloned(VmId source, Optional<String> snapshot, boolean linked) {}

    /**
     * The files by their names, each with a line feed at its end: one of containers, one of VMs, where there are such guests. A clone names
     * its source if that is exported along with it.
     *
     * @param facts the guests' pools and firewalls
     */
    public static SortedMap<String, String> files(Collection<ActualGuest> guests, NodeFacts facts) {
        SortedMap<String, String> files = new TreeMap<>();
        List<ActualGuest> containers = sorted(guests, GuestKind.CONTAINER);
        if (!containers.isEmpty()) {
            files.put(ConfigLoader.LXC_FILE, containers(containers, facts));
        }
        List<ActualGuest> vms = sorted(guests, GuestKind.VM);
        if (!vms.isEmpty()) {
            files.put(ConfigLoader.VM_FILE, vms(vms, facts));
        }
        return files;
    }

    private static List<ActualGuest> sorted(Collection<ActualGuest> guests, GuestKind kind) {
        return guests.stream()
                .filter(guest -> guest.kind() == kind)
                .sorted(Comparator.comparing(ActualGuest::id))
                .toList();
    }

    private static String containers(List<ActualGuest> containers, NodeFacts facts) {
        Ancestry ancestry = Ancestry.of(containers);
        ObjectNode file = PrettyJson.object();
        ObjectNode configs = file.putObject("lxc_configs");
        containers.forEach(container -> new ContainerExport(
                        container, facts, ancestry.sourceOf(container), ancestry.snapshotOf(container))
                .writeTo(configs.putObject(container.id().toString())));
        return PrettyJson.print(file);
    }

    private static String vms(List<ActualGuest> vms, NodeFacts facts) {
        Ancestry ancestry = Ancestry.of(vms);
        ObjectNode file = PrettyJson.object();
        ArrayNode list = file.putArray("vms");
        vms.forEach(vm ->
                new VmExport(vm, facts, ancestry.sourceOf(vm), ancestry.snapshotOf(vm)).writeTo(list.addObject()));
        return PrettyJson.print(file);
    }

    /** What a guest was cloned from, as its note says, or else the volume that it shares with its source. */
    static Optional<Cloned> origin(ActualGuest guest) {
        boolean linked = linkedTo(guest).isPresent();
        Optional<Cloned> noted = guest.memory().note().map(Note::base).flatMap(base -> {
            Matcher clone = CLONE_BASE.matcher(base);
            return clone.matches()
                    ? Optional.of(new Cloned(VmId.parse(clone.group(1)), Optional.ofNullable(clone.group(2)), linked))
                    : Optional.empty();
        });
        return noted.or(() -> linkedTo(guest).map(source -> new Cloned(source, Optional.empty(), true)));
    }

    private static Optional<VmId> linkedTo(ActualGuest guest) {
        return guest.config().current().options().entrySet().stream()
                .filter(option -> option.getKey().matches("rootfs|(scsi|virtio|sata|ide)[0-9]+"))
                .flatMap(option -> Ties.baseOf(option.getValue()).stream())
                .findFirst();
    }

    /**
     * Who is a clone of whom among the guests of one file.
     *
     * @param snapshots the snapshot that others were cloned from, by the source
     */
    private record Ancestry(Map<VmId, Cloned> clones, Map<VmId, String> snapshots) {
        static Ancestry of(List<ActualGuest> guests) {
            Set<VmId> exported = new HashSet<>();
            guests.forEach(guest -> exported.add(guest.id()));
            Map<VmId, Cloned> clones = new HashMap<>();
            Map<VmId, String> snapshots = new HashMap<>();
            for (ActualGuest guest : guests) {
                origin(guest)
                        .filter(cloned -> exported.contains(cloned.source()))
                        .ifPresent(cloned -> {
                            clones.put(guest.id(), cloned);
                            cloned.snapshot().ifPresent(snapshot -> snapshots.put(cloned.source(), snapshot));
                        });
            }
            return new Ancestry(clones, snapshots);
        }

        Optional<Cloned> sourceOf(ActualGuest guest) {
            return Optional.ofNullable(clones.get(guest.id()));
        }

        Optional<String> snapshotOf(ActualGuest guest) {
            return Optional.ofNullable(snapshots.get(guest.id()));
        }
    }
}
