package phoenix.orchestrator.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestFirewall;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** A node put together from configuration files, as a test writes them. */
final class ActualText {
    private final SortedMap<VmId, ActualGuest> guests = new TreeMap<>();
    private final Map<VmId, String> pools = new HashMap<>();
    private final Map<VmId, GuestFirewall> firewalls = new HashMap<>();

    ActualText container(int id, boolean running, String config) {
        return guest(id, GuestKind.CONTAINER, running, config);
    }

    ActualText vm(int id, boolean running, String config) {
        return guest(id, GuestKind.VM, running, config);
    }

    ActualText pool(int id, String pool) {
        pools.put(new VmId(id), pool);
        return this;
    }

    /** @param file as it lies on the node */
    ActualText firewall(int id, String file) {
        firewalls.put(new VmId(id), GuestFirewall.parse(file));
        return this;
    }

    private ActualText guest(int id, GuestKind kind, boolean running, String config) {
        guests.put(new VmId(id), new ActualGuest(new VmId(id), kind, "pve", GuestConfig.parse(config), running));
        return this;
    }

    Actual value() {
        return new Actual(
                        "pve",
                        guests,
                        List.of(),
                        List.of("debian-12-standard_12.12-1_amd64.tar.zst"),
                        Optional.of("local"))
                .with(new NodeFacts(pools, firewalls, Optional.empty(), Optional.empty()));
    }

    /** A note as it stands in a section of a configuration file. */
    static String comment(Note note) {
        GuestConfig.Section section = GuestConfig.Section.EMPTY.describedAs(note.line());
        return new GuestConfig(section, GuestConfig.Section.EMPTY, Map.of()).print();
    }
}
