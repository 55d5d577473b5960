package phoenix.cli.laws;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** {@link Laws} of VMs; {@code -Dvm.fleets=500} tries so many for each law. */
class VmLawsTest extends Laws {
    private static final int MOST_VMS = 5;

    VmLawsTest(@TempDir Path folder) {
        super(folder, "vm.fleets", 5, 20_261_128L);
    }

    @Override
    Fleet fleet(long seed, Path scripts) {
        return RandomVms.of(seed, MOST_VMS, scripts);
    }

    @Override
    Fleet changed(Fleet fleet, long seed, Path scripts) {
        return RandomVms.changed(fleet, seed, scripts);
    }

    @Override
    SortedMap<VmId, String> states(Fleet fleet, SmallNode node) {
        SortedMap<VmId, String> end = new TreeMap<>();
        node.vmConfigs()
                .forEach((id, config) ->
                        end.put(id, told(config, node.node().machines().isRunning(id))));
        return end;
    }

    /** What there is to say of a VM in the end, without what Proxmox makes up itself and the hour of snapshots. */
    private static String told(GuestConfig config, boolean running) {
        StringBuilder text = new StringBuilder(running ? "running\n" : "stopped\n");
        text.append(told(config.current()))
                .append("pending ")
                .append(config.pending().options());
        new TreeMap<>(config.snapshots())
                .forEach((name, section) ->
                        text.append("\n[").append(name).append("]\n").append(told(section)));
        return text.toString();
    }

    private static String told(GuestConfig.Section section) {
        Map<String, String> options = new TreeMap<>(section.options());
        options.keySet().removeIf(option -> option.matches("snaptime|meta|smbios1|vmgenid"));
        options.replaceAll((option, value) ->
                option.matches("net[0-9]+") ? value.replaceFirst("=([0-9A-F]{2}:){5}[0-9A-F]{2}", "") : value);
        return section.description() + "\n" + options + "\n";
    }
}
