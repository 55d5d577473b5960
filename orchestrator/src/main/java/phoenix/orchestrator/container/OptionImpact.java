package phoenix.orchestrator.container;

import java.util.Set;
import phoenix.orchestrator.plan.Impact;

/**
 * What a changed option does to a container that runs.
 *
 * @see "PVE source: PVE/LXC/Config.pm $LXC_FASTPLUG_OPTIONS, vmconfig_hotplug_pending"
 */
final class OptionImpact {
    private static final Set<String> LIVE = Set.of(
            "description",
            "onboot",
            "startup",
            "protection",
            "hostname",
            "hookscript",
            "tags",
            "cores",
            "cpulimit",
            "cpuunits",
            "memory",
            "swap");

    private OptionImpact() {}

    /** @param found the value that is there; empty if the option is not set: what is new may be taken at once where a change is not */
    static Impact of(String option, String found) {
        boolean live = LIVE.contains(option)
                || option.matches("net[0-9]")
                || (found.isEmpty() && option.matches("(net|mp)[0-9]+"));
        return live ? Impact.LIVE : Impact.RESTART;
    }
}
