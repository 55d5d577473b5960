package phoenix.orchestrator.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Boot;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.PropertyString;

/** What the user's wishes are in Proxmox's options, in Proxmox's spelling. */
final class ContainerOptions {
    private ContainerOptions() {}

    /** Every managed option with the value that it shall have; an empty value where it shall not be set. */
    static Map<String, String> of(DesiredContainer want) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hostname", want.name());
        putNumber(options, "memory", want.resources().memoryMiB());
        putNumber(options, "swap", want.resources().swapMiB());
        putNumber(options, "cores", want.resources().cores());
        want.networks().forEach((option, network) -> options.put(option, network(network)));
        if (want.boot().atBoot() != null) {
            options.put("onboot", want.boot().atBoot() ? "1" : "0");
        }
        startup(want.boot()).ifPresent(startup -> options.put("startup", startup));
        if (want.dns().nameservers() != null) {
            options.put("nameserver", String.join(" ", want.dns().nameservers()));
        }
        if (want.proxmoxFeatures() != null) {
            options.put("features", new PropertyString(new TreeMap<>(want.proxmoxFeatures())).toString());
        }
        return options;
    }

    /** The default key of a property string option; empty for options that are none. */
    static String defaultKey(String option) {
        return option.equals("startup") ? "order" : "";
    }

    /** Options whose value Proxmox keeps as {@code key=value,...} in an order of its own. */
    static boolean isPropertyString(String option) {
        return option.equals("startup") || option.equals("features") || option.matches("net[0-9]+");
    }

    /** Options whose value is a list; Proxmox separates it by blanks. */
    static List<String> listOf(String value) {
        return List.of(value.strip().split("[,;\\s]+"));
    }

    private static void putNumber(Map<String, String> options, String option, @Nullable Integer value) {
        if (value != null) {
            options.put(option, value.toString());
        }
    }

    private static Optional<String> startup(Boot boot) {
        Map<String, String> parts = new LinkedHashMap<>();
        putNumber(parts, "order", boot.order());
        putNumber(parts, "up", boot.delaySeconds());
        putNumber(parts, "down", boot.stopSeconds());
        return parts.isEmpty() ? Optional.empty() : Optional.of(new PropertyString(parts).toString());
    }

    private static String network(Network network) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("name", network.name());
        parts.put("bridge", network.bridge());
        if (network.macAddress() != null) {
            parts.put("hwaddr", network.macAddress());
        }
        if (network.ip() != null) {
            parts.put("ip", network.ip());
        }
        if (network.gateway() != null) {
            parts.put("gw", network.gateway());
        }
        return new PropertyString(parts).toString();
    }
}
