package phoenix.orchestrator.guest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestConfig;
import phoenix.pve.Tags;

/**
 * Plans the way of one guest back to one of its snapshots. Pure.
 *
 * @param have the guest as it is
 * @param snapshot where it shall go back to
 * @param newestOnly the storages that can only go back to the newest snapshot, so that newer ones have to be deleted before
 */
public record GuestRollback(ActualGuest have, String snapshot, Set<String> newestOnly) {
    /** The options that name volumes of a container or a VM. */
    private static final String VOLUMES = "rootfs|mp[0-9]+|(?:scsi|virtio|sata|ide)[0-9]+|efidisk0|tpmstate0";

    /** Why it cannot or must not be done. */
    public Optional<Subject.Refusal> refusal() {
        if (!have.memory().isOurs()) {
            return Optional.of(new Subject.Refusal(
                    who() + " was not made by Phoenix",
                    "roll it back with: " + target().command() + " rollback " + have.id() + " " + snapshot));
        }
        if (have.lock().isPresent()) {
            return Optional.of(new Subject.Refusal(
                    who() + " is locked (" + have.lock().get() + "), and no task is at work on it",
                    "see that nothing works on it, then: " + target().command() + " unlock " + have.id()));
        }
        if (!have.config().snapshots().containsKey(snapshot)) {
            return Optional.of(new Subject.Refusal(who() + " has no snapshot '" + snapshot + "'", others()));
        }
        if (section().isHalfSnapshot()) {
            return Optional.of(new Subject.Refusal(
                    "the snapshot '" + snapshot + "' of " + who()
                            + " was never finished, or is half deleted; Proxmox goes back to none such",
                    others()));
        }
        return Optional.empty();
    }

    private String others() {
        Set<String> whole = new TreeSet<>(have.config().snapshots().keySet());
        whole.removeIf(name ->
                Objects.requireNonNull(have.config().snapshots().get(name)).isHalfSnapshot());
        return whole.isEmpty()
                ? "it has no snapshot at all; --rebuild or --reconfigure begin anew"
                : "use one of: " + String.join(", ", whole);
    }

    /**
     * What is lost and done.
     *
     * @param startAgain whether one that runs is started again
     * @param remarks what else the user should know
     */
    public Subject plan(boolean startAgain, List<String> remarks) {
        Target target = target();
        Note note = noteAfterwards();
        StepChain chain = new StepChain();
        removed().forEach(name -> chain.add(needs -> new RemoveSnapshot(target, name, needs)));
        chain.add(needs -> new MarkForRollback(target, needs));
        chain.add(needs -> new RollBack(target, snapshot, have.running(), note, needs));
        if (startAgain && have.running()) {
            chain.add(needs -> new StartGuest(target, needs));
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(
                "state",
                "",
                snapshot,
                "what it wrote to its volumes since" + taken() + " is lost, and options are as they were",
                Impact.DATA_LOSS));
        removed()
                .forEach(name -> changes.add(new Change(
                        "snapshot",
                        name,
                        "",
                        "newer, and its storage only goes back to the newest",
                        Impact.DATA_LOSS)));
        List<String> all = new ArrayList<>(remarks);
        List<String> staying =
                newer().stream().filter(name -> !removed().contains(name)).toList();
        if (!staying.isEmpty()) {
            all.add("newer snapshots stay: " + String.join(", ", staying));
        }
        List<Step> steps = chain.steps();
        return new Subject(have.id().toString(), label(), Subject.Action.CHANGE, changes, steps, all, Optional.empty());
    }

    /** The newer snapshots that have to be deleted for it, newest first. */
    public List<String> removed() {
        boolean all = section().options().entrySet().stream()
                .filter(option -> option.getKey().matches(VOLUMES))
                .anyMatch(option -> newestOnly.contains(option.getValue().replaceFirst(":.*", "")));
        return all ? newer() : List.of();
    }

    /** The guest as it will be, stopped. */
    public ActualGuest afterwards() {
        return have.rolledBackTo(snapshot, removed(), noteAfterwards());
    }

    /**
     * What Phoenix recorded with the snapshot. One that somebody else took holds the state of now if its tag is that of now; else nobody
     * knows, and what Phoenix did is checked again.
     */
    private Note noteAfterwards() {
        Memory memory = have.memory();
        Note now = memory.note().orElseThrow();
        Note recorded = memory.records().get(snapshot);
        if (recorded != null) {
            return recorded;
        }
        Tags then = Tags.parse(section().get("tags").orElse(""));
        return then.values().contains(now.tag()) ? now : now.forgettingItsWork();
    }

    private List<String> newer() {
        Map<String, GuestConfig.Section> all = have.config().snapshots();
        return all.keySet().stream()
                .filter(name -> !name.equals(snapshot) && (time(name) > time(snapshot) || depth(name) > 0))
                .sorted(Comparator.comparingLong(this::time)
                        .thenComparingInt(this::depth)
                        .reversed())
                .toList();
    }

    /** How many snapshots after the wanted one it was taken, along its line; 0 if it is on no line from there. */
    private int depth(String name) {
        int depth = 0;
        Optional<String> next = Optional.of(name);
        while (next.isPresent() && depth <= have.config().snapshots().size()) {
            if (next.get().equals(snapshot)) {
                return depth;
            }
            depth++;
            next = Optional.ofNullable(have.config().snapshots().get(next.get()))
                    .flatMap(section -> section.get("parent"));
        }
        return 0;
    }

    private long time(String name) {
        return Optional.ofNullable(have.config().snapshots().get(name))
                .flatMap(section -> section.get("snaptime"))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private String taken() {
        return time(snapshot) == 0
                ? ""
                : " " + Instant.ofEpochSecond(time(snapshot)).truncatedTo(ChronoUnit.SECONDS);
    }

    private GuestConfig.Section section() {
        return have.config().snapshots().getOrDefault(snapshot, GuestConfig.Section.EMPTY);
    }

    private Target target() {
        return new Target(have.kind(), have.id(), label(), have.node());
    }

    private String who() {
        return target().toString();
    }

    private String label() {
        return have.id() + (have.name().isEmpty() ? "" : " (" + have.name() + ")");
    }
}
