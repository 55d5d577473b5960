package phoenix.cli.laws;

import java.util.Map;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/** What there is to say of a container in the end, without what depends on the hour or on Proxmox's own dice. */
final class EndState {
    private EndState() {}

    static String of(Fleet fleet, VmId id, GuestConfig config, boolean running) {
        StringBuilder text = new StringBuilder(running ? "running\n" : "stopped\n");
        append(text, fleet, id, config.current());
        text.append("pending ").append(config.pending().options()).append('\n');
        new TreeMap<>(config.snapshots()).forEach((name, section) -> {
            text.append('[').append(name).append("]\n");
            append(text, fleet, id, section);
        });
        return text.toString();
    }

    private static void append(StringBuilder text, Fleet fleet, VmId id, GuestConfig.Section section) {
        text.append(section.description()).append('\n');
        Map<String, String> options = new TreeMap<>(section.options());
        options.remove("snaptime");
        options.forEach((name, value) -> text.append(name)
                .append(": ")
                .append(told(fleet, id, name, value))
                .append('\n'));
        text.append(section.raw()).append('\n');
    }

    /** Proxmox makes up the MAC address of a network that was given none, and the numbers of volumes are handed out as they come. */
    private static String told(Fleet fleet, VmId id, String option, String value) {
        DesiredContainer want = fleet.containers().get(id);
        if (option.matches("net[0-9]+")) {
            boolean given = want != null
                    && want.networks().containsKey(option)
                    && want.networks().get(option).macAddress() != null;
            PropertyString network = PropertyString.parse(value, "");
            return new TreeMap<>((given ? network : network.without("hwaddr")).values()).toString();
        }
        return value;
    }
}
