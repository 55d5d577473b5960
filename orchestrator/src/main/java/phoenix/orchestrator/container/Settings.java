package phoenix.orchestrator.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.guest.LiftedProtection;
import phoenix.orchestrator.guest.Surroundings;

/**
 * Every option that a container shall have, those included whose names depend on what is there: a mount or a device that is there keeps
 * its number, a new one takes the lowest that is free. Pure.
 *
 * @param options by name, with an empty value for those that shall not be set
 * @param managed the names for the note: what a later file no longer declares is taken away by them
 */
record Settings(Map<String, String> options, SortedSet<String> managed) {
    /** The name in the note for all mount points together: they have no names of their own that would last. */
    static final String MOUNTS = "mp[n]";

    /** The same for devices. */
    static final String DEVICES = "dev[n]";

    static final String GPUS = "gpus";
    static final String RAW_LINES = "lxc[n]";
    static final String APPARMOR = "apparmor";

    /** Those that lines of LXC's own come of. */
    static final Set<String> OF_LINES = Set.of(RAW_LINES, GPUS, APPARMOR);

    Settings {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        managed = Collections.unmodifiableSortedSet(new TreeSet<>(managed));
    }

    /**
     * Works them out.
     *
     * @param have the options that are there, or will be when these come into force
     * @param managedBefore the names that the note holds
     */
    static Settings of(DesiredContainer want, Map<String, String> have, Set<String> managedBefore, NodeFacts facts) {
        Map<String, String> options = new LinkedHashMap<>(ContainerOptions.of(want));
        SortedSet<String> managed = new TreeSet<>(ContainerOptions.managed(options));
        options.putAll(MountPoints.of(want.mounts(), have, managedBefore.contains(MOUNTS)));
        options.putAll(DevicePoints.of(want, have, managedBefore, facts));
        add(managed, MOUNTS, want.mounts() != null);
        add(managed, DEVICES, want.devices() != null);
        add(managed, GPUS, want.gpus() != null);
        add(managed, RAW_LINES, want.rawOptions() != null);
        add(managed, APPARMOR, want.appArmor() != null);
        managed.addAll(Surroundings.managed(want));
        return new Settings(LiftedProtection.restored(options, managedBefore), managed);
    }

    /**
     * The options of a container that had others, once these are in force.
     *
     * @param dropped names of what goes unless it is wanted
     */
    Map<String, String> over(Map<String, String> have, Set<String> dropped) {
        Map<String, String> after = new LinkedHashMap<>(have);
        OptionDiff diff = OptionDiff.between(options, have, dropped);
        after.putAll(diff.set());
        after.keySet().removeAll(diff.delete());
        options.forEach((option, value) -> {
            if (value.isEmpty()) {
                after.remove(option);
            }
        });
        return after;
    }

    private static void add(Set<String> names, String name, boolean managed) {
        if (managed) {
            names.add(name);
        }
    }
}
