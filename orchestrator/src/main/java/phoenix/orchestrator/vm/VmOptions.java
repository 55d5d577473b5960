package phoenix.orchestrator.vm;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.PropertyString;

/** What the user's wishes are in Proxmox's options, in Proxmox's spelling. Disks are no part of it. */
final class VmOptions {
    /** What no key of the file says, and Phoenix sees to on VMs that it makes itself. */
    static final Set<String> ONLY_WHEN_MADE = Set.of("ciupgrade");

    private VmOptions() {}

    /**
     * Every managed option with the value that it shall have; an empty value where it shall not be set. Phoenix's own note and tag are no
     * part of {@code description} and {@code tags}.
     *
     * @param snippets the cloud-init documents, by the part of {@code cicustom}
     */
    static SortedMap<String, String> of(DesiredVm want, List<Snippet> snippets) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("name", want.name());
        put(options, "memory", want.resources().memoryMiB());
        put(options, "cores", want.resources().cores());
        put(options, "cpulimit", want.resources().cpuLimit());
        put(options, "cpuunits", want.resources().cpuUnits());
        put(options, "balloon", want.hardware().balloonMiB());
        put(options, "sockets", want.hardware().sockets());
        put(options, "cpu", want.hardware().cpuType());
        put(options, "machine", machine(want));
        put(options, "bios", want.hardware().firmware());
        options.put("agent", want.hardware().agent() ? "enabled=1" : "enabled=0");
        int index = 0;
        for (Network network : want.networkList()) {
            options.put("net" + index, network(network));
            put(options, "ipconfig" + index++, addresses(network));
        }
        put(options, "onboot", flag(want.boot().atBoot()));
        startup(options, want.boot());
        if (want.dns().nameservers() != null) {
            options.put("nameserver", String.join(" ", want.dns().nameservers()));
        }
        put(options, "searchdomain", want.dns().searchDomain());
        user(options, want, snippets);
        options.putAll(PciDevices.options(want));
        put(options, "description", want.labels().description());
        if (want.labels().tags() != null) {
            options.put("tags", String.join(";", want.labels().tags()));
        }
        put(options, "protection", flag(want.labels().protection()));
        return new TreeMap<>(options);
    }

    /** The names of what these options manage, for the note. */
    static SortedSet<String> managed(SortedMap<String, String> options) {
        SortedSet<String> names = new TreeSet<>(options.keySet());
        options.keySet().stream()
                .filter(VmForm::hasPartsOfOthers)
                .forEach(option -> VmForm.parts(option, options.getOrDefault(option, "")).keySet().stream()
                        .filter(part -> !VmForm.LASTING.contains(part))
                        .forEach(part -> names.add(option + "." + part)));
        return names;
    }

    private static @Nullable String machine(DesiredVm want) {
        boolean passesThrough = !PciDevices.options(want).isEmpty();
        return want.hardware().machine() == null && passesThrough
                ? "q35"
                : want.hardware().machine();
    }

    private static void user(Map<String, String> options, DesiredVm want, List<Snippet> snippets) {
        List<CloudInit.User> users = want.cloudInit().users();
        if (!snippets.isEmpty()) {
            Map<String, String> parts = new TreeMap<>();
            snippets.forEach(
                    snippet -> parts.put(snippet.part().name().toLowerCase(java.util.Locale.ROOT), snippet.volume()));
            options.put("cicustom", new PropertyString(parts).toString());
        }
        boolean byProxmox = snippets.stream().noneMatch(snippet -> snippet.part() == CloudInit.Part.USER);
        if (byProxmox && !users.isEmpty()) {
            options.put("ciuser", users.get(0).name());
            options.put("ciupgrade", "0");
            if (!users.get(0).sshPublicKeys().isEmpty()) {
                options.put("sshkeys", encoded(String.join("\n", users.get(0).sshPublicKeys())));
            }
        }
    }

    private static String encoded(String keys) {
        return URLEncoder.encode(keys, StandardCharsets.UTF_8).replace("+", "%20");
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
        parts.put("model", "virtio");
        put(parts, "macaddr", network.macAddress());
        parts.put("bridge", network.bridge());
        put(parts, "tag", network.vlan());
        put(parts, "mtu", network.mtu());
        put(parts, "firewall", flag(network.firewall()));
        put(parts, "rate", network.rateMBps());
        return new PropertyString(parts).toString();
    }

    private static @Nullable String addresses(Network network) {
        Map<String, String> parts = new LinkedHashMap<>();
        put(parts, "ip", network.ip());
        put(parts, "gw", network.gateway());
        put(parts, "ip6", network.ip6());
        put(parts, "gw6", network.gateway6());
        return parts.isEmpty() ? null : new PropertyString(parts).toString();
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
