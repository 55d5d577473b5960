package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;

/**
 * The options that must be set or removed so that a container is as wanted.
 *
 * <p>Both sides are brought to one spelling first, see {@link OptionForm}. In a network, keys that somebody else set (a rate, a trunk)
 * stay as they are: only what the file declares, and what it declared before, is compared.
 *
 * @param set options and their new values; {@code description} and {@code tags} without what is Phoenix's own in them, empty if nothing
 *     else shall be in them
 * @param delete options to be removed
 * @param dropped the names of what Phoenix managed until now and the file does not declare any more
 * @param forRoot those of the options that only {@code root@pam} may change, see {@link RootOptions}
 * @param isProtected whether the container is protected now, which forbids changes of its disks
 */
record OptionDiff(
        SortedMap<String, String> set,
        SortedSet<String> delete,
        List<Change> changes,
        SortedSet<String> dropped,
        SortedSet<String> forRoot,
        boolean isProtected) {
    /** What Proxmox does not let go: it stays as it is when the file drops it. */
    static final Set<String> KEPT = Set.of("arch", "hostname", "memory", "ostype", "rootfs", "unprivileged");

    private static final String REASON = "differs from the file";
    private static final String DROPPED = "the file does not declare it any more";

    OptionDiff {
        set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
        delete = Collections.unmodifiableSortedSet(new TreeSet<>(delete));
        changes = List.copyOf(changes);
        dropped = Collections.unmodifiableSortedSet(new TreeSet<>(dropped));
        forRoot = Collections.unmodifiableSortedSet(new TreeSet<>(forRoot));
    }

    boolean isEmpty() {
        return set.isEmpty() && delete.isEmpty();
    }

    boolean changesDisks() {
        return Stream.concat(set.keySet().stream(), delete.stream()).anyMatch(option -> option.matches("mp[0-9]+"));
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
     * @param managedBefore from {@link ContainerOptions#managed}, as it was until now: what is not wanted any more is removed,
     *     {@link #KEPT} excepted
     */
    static OptionDiff between(Map<String, String> want, Map<String, String> have, Set<String> managedBefore) {
        SortedSet<String> dropped = new TreeSet<>(managedBefore);
        dropped.removeAll(ContainerOptions.managed(want));
        dropped.removeAll(KEPT);
        boolean unprivileged =
                OptionForm.flag(have.getOrDefault("unprivileged", "0")).equals("1");
        Draft draft = new Draft(new TreeMap<>(), new TreeSet<>(), new ArrayList<>(), new TreeSet<>(), unprivileged);
        want.forEach((option, wanted) -> draft.compare(option, wanted, have.getOrDefault(option, ""), dropped));
        for (String option : dropped) {
            if (!option.contains(".") && have.containsKey(option)) {
                draft.drop(option, have.getOrDefault(option, ""));
            }
        }
        boolean isProtected =
                OptionForm.flag(have.getOrDefault("protection", "0")).equals("1");
        return new OptionDiff(draft.set, draft.delete, draft.changes, dropped, draft.forRoot, isProtected);
    }

    /** A comparison under way. */
    private record Draft(
            SortedMap<String, String> set,
            SortedSet<String> delete,
            List<Change> changes,
            SortedSet<String> forRoot,
            boolean unprivileged) {
        void compare(String option, String wanted, String found, Set<String> dropped) {
            OptionForm form = OptionForm.of(option);
            String kept = found;
            if (form.hasPartsOfOthers()) {
                for (String part : form.parts(found).keySet()) {
                    kept = dropped.contains(option + "." + part) ? form.without(part, kept) : kept;
                }
            }
            if (form.matches(wanted, found) && kept.equals(found)) {
                return;
            }
            change(option, found, wanted, form.overlaid(wanted, kept), REASON);
        }

        void drop(String option, String found) {
            if (!OptionForm.of(option).matches("", found)) {
                change(option, found, "", "", DROPPED);
            }
        }

        private void change(String option, String found, String wanted, String sent, String reason) {
            if (sent.isEmpty() && !option.equals("tags") && !option.equals("description")) {
                delete.add(option);
            } else {
                set.put(option, sent);
            }
            if (RootOptions.needed(option, wanted, found, unprivileged)) {
                forRoot.add(option);
            }
            String shown = switch (option) {
                case "tags" -> Note.userTags(found).toString();
                case "description" -> Note.withoutLine(found);
                default -> found;
            };
            changes.add(new Change(option, shown, wanted, reason, OptionImpact.of(option, found)));
        }
    }
}
