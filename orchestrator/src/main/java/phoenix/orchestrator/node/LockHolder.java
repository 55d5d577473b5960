package phoenix.orchestrator.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveException;
import phoenix.pve.api.Task;

/**
 * The task that is at work on a guest and has it locked. It is waited for; nothing here unlocks anything.
 *
 * @see "PVE source: PVE/AbstractConfig.pm check_lock; PVE/VZDump.pm"
 */
public record LockHolder(Upid task) {
    private static final Pattern LOCKED =
            Pattern.compile("(?:is locked \\((?<lock>[a-z-]+)\\)|can't lock file .* got timeout)");

    /**
     * The tasks that hold a guest, or may.
     *
     * @param lock the guest's lock; empty if it has none that shows. A backup of many guests is no guest's own task, and what makes a clone is the
     *     task of its source
     */
    public static List<LockHolder> among(Collection<Task> active, VmId guest, Optional<String> lock) {
        return active.stream()
                .filter(Task::running)
                .map(Task::upid)
                .filter(task -> task.id().equals(guest.toString())
                        || lock.filter(set -> mayHold(task, set)).isPresent())
                .map(LockHolder::new)
                .toList();
    }

    private static boolean mayHold(Upid task, String lock) {
        return switch (lock) {
            case "backup" -> task.type().equals("vzdump") && task.id().isEmpty();
            case "create", "clone" -> Set.of("vzclone", "qmclone").contains(task.type());
            default -> false;
        };
    }

    /**
     * Who holds the guest that a failure is about; empty if the failure is no lock, or nobody is to be found.
     *
     * @param subject the guest's ID, or another thing's name
     */
    public static Optional<LockHolder> behind(PveException failure, String subject, NodeAccess node) {
        String said = failure instanceof PveException.TaskFailed task ? task.exitStatus() : failure.getMessage();
        Matcher locked = LOCKED.matcher(said == null ? "" : said);
        if (!subject.matches("[0-9]+") || !locked.find()) {
            return Optional.empty();
        }
        try {
            List<Task> active = node.client().send(NodeApi.activeTasks(node.name()));
            return among(active, VmId.parse(subject), Optional.ofNullable(locked.group("lock"))).stream()
                    .findFirst();
        } catch (PveException unknown) {
            return Optional.empty(); // who it is only makes the message better
        }
    }

    /** For people: {@code vzdump of root@pam, begun 12 min ago}. */
    public String inWords(Instant now) {
        Duration age = Duration.between(task.start(), now);
        String ago = age.toMinutes() >= 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
        return task.type() + " of " + task.user() + ", begun " + ago + " ago";
    }
}
