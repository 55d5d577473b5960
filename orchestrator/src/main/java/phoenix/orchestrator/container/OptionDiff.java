package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.plan.Change;
import phoenix.pve.PropertyString;

/**
 * The options that must be set or removed so that a container is as wanted.
 *
 * <p>Both sides are brought to one spelling first. In a network, keys that somebody else set (a firewall flag, a rate) stay as they
 * are: only what the file declares is compared.
 *
 * @param set options and their new values
 * @param delete options to be removed
 */
record OptionDiff(SortedMap<String, String> set, SortedSet<String> delete, List<Change> changes) {
    /** What Proxmox does not let go: it stays as it is when the file drops it. */
    static final Set<String> KEPT = Set.of("arch", "hostname", "memory", "ostype", "rootfs", "unprivileged");

    private static final String REASON = "differs from the file";
    private static final String DROPPED = "the file does not declare it any more";

    OptionDiff {
        set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
        delete = Collections.unmodifiableSortedSet(new TreeSet<>(delete));
        changes = List.copyOf(changes);
    }

    boolean isEmpty() {
        return set.isEmpty() && delete.isEmpty();
    }

    /**
     * Compares.
     *
     * @param want from {@link ContainerOptions#of}
     * @param have the options in force, with those that wait for a restart laid over them
     */
    static OptionDiff between(Map<String, String> want, Map<String, String> have) {
        return between(want, have, Set.of());
    }

    /**
     * Compares, and removes what the file dropped.
     *
     * @param want from {@link ContainerOptions#of}
     * @param have the options in force, with those that wait for a restart laid over them
     * @param managedBefore the names of the options that Phoenix managed until now: those that are not wanted any more are deleted,
     *     {@link #KEPT} excepted
     */
    static OptionDiff between(Map<String, String> want, Map<String, String> have, Set<String> managedBefore) {
        SortedMap<String, String> set = new TreeMap<>();
        SortedSet<String> delete = new TreeSet<>();
        List<Change> changes = new ArrayList<>();
        want.forEach((option, wanted) -> {
            String found = have.getOrDefault(option, "");
            if (matches(option, wanted, found)) {
                return;
            }
            if (wanted.isEmpty()) {
                delete.add(option);
            } else {
                set.put(option, overlaid(option, wanted, found));
            }
            changes.add(new Change(option, found, wanted, REASON));
        });
        for (String dropped : new TreeSet<>(managedBefore)) {
            String found = have.getOrDefault(dropped, "");
            if (!want.containsKey(dropped) && !KEPT.contains(dropped) && !found.isEmpty()) {
                delete.add(dropped);
                changes.add(new Change(dropped, found, "", DROPPED));
            }
        }
        return new OptionDiff(set, delete, changes);
    }

    private static boolean matches(String option, String wanted, String found) {
        if (wanted.equals(found)) {
            return true;
        }
        if (option.equals("onboot")) {
            return wanted.equals("0") && found.isEmpty();
        }
        if (wanted.isEmpty() || found.isEmpty()) {
            return false;
        }
        if (option.equals("nameserver")) {
            return ContainerOptions.listOf(wanted).equals(ContainerOptions.listOf(found));
        }
        if (ContainerOptions.isPropertyString(option)) {
            Map<String, String> wantedParts = parts(option, wanted);
            Map<String, String> foundParts = parts(option, found);
            return option.startsWith("net")
                    ? foundParts.entrySet().containsAll(wantedParts.entrySet())
                    : foundParts.equals(wantedParts);
        }
        return false;
    }

    private static String overlaid(String option, String wanted, String found) {
        if (!option.startsWith("net") || found.isEmpty()) {
            return wanted;
        }
        PropertyString merged = PropertyString.parse(found, "");
        for (Map.Entry<String, String> part :
                PropertyString.parse(wanted, "").values().entrySet()) {
            merged = merged.with(part.getKey(), part.getValue());
        }
        return merged.toString();
    }

    private static Map<String, String> parts(String option, String text) {
        Map<String, String> parts = new TreeMap<>(
                PropertyString.parse(text, ContainerOptions.defaultKey(option)).values());
        parts.computeIfPresent("hwaddr", (key, mac) -> mac.toUpperCase(Locale.ROOT));
        return parts;
    }
}
