package phoenix.cli.laws;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestFirewall;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Every guest's options, its firewall and its pool, without what is as if nobody had set it, what Proxmox makes up itself, and what stays when
 * a file drops it: volumes, memory.
 */
final class LastingOptions {
    private static final String NOT_COMPARED =
            "(unused|efidisk|tpmstate|mp|scsi)[0-9]+|memory|swap|rootfs|tags|parent|meta|smbios1|vmgenid";

    private LastingOptions() {}

    static SortedMap<VmId, SortedMap<String, String>> of(SmallNode node) {
        SortedMap<VmId, SortedMap<String, String>> all = new TreeMap<>();
        for (SortedMap<VmId, GuestConfig> kind : List.of(node.configs(), node.vmConfigs())) {
            kind.forEach((id, config) -> all.put(id, of(config.current(), node.surroundings(id))));
        }
        return all;
    }

    private static SortedMap<String, String> of(GuestConfig.Section config, String surroundings) {
        SortedMap<String, String> options = new TreeMap<>();
        config.options().forEach((option, value) -> {
            if (!option.matches(NOT_COMPARED + "|dev[0-9]+")) {
                options.put(option, inOneOrder(option, value));
            }
        });
        // The numbers of devices are handed out as they come.
        options.put(
                "devices",
                config.options().entrySet().stream()
                        .filter(option -> option.getKey().matches("dev[0-9]+"))
                        .map(option -> option.getValue())
                        .sorted()
                        .toList()
                        .toString());
        options.put("raw", config.raw().toString());
        GuestFirewall firewall = GuestFirewall.parse(surroundings);
        firewall.options().forEach((option, value) -> options.put("firewall " + option, value));
        options.put("firewall rules", firewall.rules().toString());
        options.put(
                "pools",
                surroundings
                        .lines()
                        .filter(line -> line.startsWith("pools "))
                        .toList()
                        .toString());
        options.values().removeIf(value -> value.equals("0"));
        return options;
    }

    private static String inOneOrder(String option, String value) {
        return option.matches("net[0-9]+|startup")
                ? new TreeMap<>(PropertyString.parse(value, "")
                                .without("hwaddr")
                                .without("virtio")
                                .values())
                        .toString()
                : value;
    }
}
