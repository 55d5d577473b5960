package phoenix.orchestrator.container;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Labels;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.Resources;
import phoenix.pve.PropertyString;

/** What the user's wishes are in Proxmox's options, in Proxmox's spelling. */
final class ContainerOptions {
    private ContainerOptions() {}

    /**
     * Every managed option whose name does not depend on what is there, with the value that it shall have; an empty value where it shall
     * not be set. Phoenix's own note and tag are no part of {@code description} and {@code tags}.
     */
    static Map<String, String> of(DesiredContainer want) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hostname", want.name());
        put(options, want.resources());
        want.networks().forEach((option, network) -> options.put(option, network(network)));
        put(options, "onboot", flag(want.boot().atBoot()));
        startup(options, want.boot());
        if (want.dns().nameservers() != null) {
            options.put("nameserver", String.join(" ", want.dns().nameservers()));
        }
        put(options, "searchdomain", want.dns().searchDomain());
        put(options, "timezone", want.timezone());
        if (want.proxmoxFeatures() != null) {
            options.put("features", new PropertyString(new TreeMap<>(want.proxmoxFeatures())).toString());
        }
        put(options, want.labels());
        return options;
    }

    /**
     * The names of what these options manage, for the note: the options, and the parts of those of which only some parts are ours, such as
     * {@code net0.gw}. What a later file no longer declares is taken away by these names. A MAC address stays in any case: without it
     * Proxmox would make up another.
     */
    static SortedSet<String> managed(Map<String, String> options) {
        SortedSet<String> names = new TreeSet<>();
        options.forEach((option, value) -> {
            names.add(option);
            OptionForm form = OptionForm.of(option);
            if (form.hasPartsOfOthers()) {
                form.parts(value).keySet().stream()
                        .filter(part -> !part.equals("name") && !part.equals("bridge") && !part.equals("hwaddr"))
                        .forEach(part -> names.add(option + "." + part));
            }
        });
        return names;
    }

    private static void put(Map<String, String> options, Resources resources) {
        put(options, "memory", resources.memoryMiB());
        put(options, "swap", resources.swapMiB());
        put(options, "cores", resources.cores());
        put(options, "cpulimit", resources.cpuLimit());
        put(options, "cpuunits", resources.cpuUnits());
    }

    private static void put(Map<String, String> options, Labels labels) {
        put(options, "description", labels.description());
        if (labels.tags() != null) {
            options.put("tags", String.join(";", labels.tags()));
        }
        put(options, "protection", flag(labels.protection()));
    }

    private static void startup(Map<String, String> options, Boot boot) {
        Map<String, String> parts = new LinkedHashMap<>();
        put(parts, "order", boot.order());
        put(parts, "up", boot.delaySeconds());
        put(parts, "down", boot.stopSeconds());
        if (!parts.isEmpty()) {
            options.put("startup", new PropertyString(parts).toString());
        }
    }

    private static String network(Network network) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("name", network.name());
        parts.put("bridge", network.bridge());
        put(parts, "hwaddr", network.macAddress());
        put(parts, "ip", network.ip());
        put(parts, "gw", network.gateway());
        put(parts, "ip6", network.ip6());
        put(parts, "gw6", network.gateway6());
        put(parts, "tag", network.vlan());
        put(parts, "mtu", network.mtu());
        put(parts, "firewall", flag(network.firewall()));
        put(parts, "rate", network.rateMBps());
        return new PropertyString(parts).toString();
    }

    private static @Nullable String flag(@Nullable Boolean value) {
        return value == null ? null : value ? "1" : "0";
    }

    private static void put(Map<String, String> options, String option, @Nullable Object value) {
        if (value != null) {
            options.put(option, value.toString());
        }
    }
}
