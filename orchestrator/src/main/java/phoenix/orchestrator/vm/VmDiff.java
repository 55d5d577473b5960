package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;

/**
 * The options that must be set or removed so that a VM is as wanted. Pure.
 *
 * @param set options and their new values; {@code description} and {@code tags} without what is Phoenix's own in them
 * @param dropped the names of what Phoenix managed until now and the file does not declare any more
 */
record VmDiff(
        SortedMap<String, String> set, SortedSet<String> delete, List<Change> changes, SortedSet<String> dropped) {
    /** What stays as it is when the file drops it: a VM has a name and memory in any case. */
    private static final Set<String> KEPT = Set.of("name", "memory", "agent");

    VmDiff {
        set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
        delete = Collections.unmodifiableSortedSet(new TreeSet<>(delete));
        changes = List.copyOf(changes);
        dropped = Collections.unmodifiableSortedSet(new TreeSet<>(dropped));
    }

    boolean isEmpty() {
        return set.isEmpty() && delete.isEmpty();
    }

    /**
     * Compares.
     *
     * @param want from {@link VmOptions#of}
     * @param have the options in force, with those that wait for a restart laid over them
     * @param managedBefore from {@link VmOptions#managed}, as it was until now
     */
    static VmDiff between(SortedMap<String, String> want, Map<String, String> have, Set<String> managedBefore) {
        SortedSet<String> dropped = new TreeSet<>(managedBefore);
        dropped.removeAll(VmOptions.managed(want));
        dropped.removeAll(KEPT);
        // Disks are no part of this: see VmDiskChanges.
        dropped.removeIf(VmDisks::isDisk);
        SortedMap<String, String> set = new TreeMap<>();
        SortedSet<String> delete = new TreeSet<>();
        List<Change> changes = new ArrayList<>();
        want.forEach((option, wanted) -> {
            String found = have.getOrDefault(option, "");
            String sent = VmForm.overlaid(option, wanted, found, dropped);
            boolean partDropped = dropped.stream()
                    .anyMatch(name -> name.startsWith(option + ".")
                            && VmForm.parts(option, found).containsKey(name.substring(option.length() + 1)));
            if (VmForm.matches(option, wanted, found) && !partDropped) {
                return;
            }
            set.put(option, sent);
            changes.add(new Change(
                    option, shown(option, found), shown(option, wanted), VmImpact.reason(option), VmImpact.of(option)));
        });
        for (String option : dropped) {
            if (!option.contains(".") && have.containsKey(option)) {
                if (option.equals("tags") || option.equals("description")) {
                    if (!VmForm.matches(option, "", have.getOrDefault(option, ""))) {
                        set.put(option, "");
                        changes.add(dropped(option, have.getOrDefault(option, "")));
                    }
                } else {
                    delete.add(option);
                    changes.add(dropped(option, have.getOrDefault(option, "")));
                }
            }
        }
        return new VmDiff(set, delete, changes, dropped);
    }

    private static Change dropped(String option, String found) {
        return new Change(
                option, shown(option, found), "", "the file does not declare it any more", VmImpact.of(option));
    }

    private static String shown(String option, String value) {
        return switch (option) {
            case "tags" -> Note.userTags(value).toString();
            case "description" -> Note.withoutLine(value);
            case "sshkeys" -> String.join(", ", VmForm.keys(value));
            default -> value;
        };
    }
}
