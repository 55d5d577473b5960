package phoenix.orchestrator.container;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.guest.LiftedProtection;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NoteWriting;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.PveException;

/**
 * Sets and removes options, and puts note and tag right.
 *
 * <p>It compares again when it acts, so that what somebody changed since the plan was made is neither lost nor sent twice. One call does
 * it all but for what Proxmox wants apart, see {@link ConfigureCalls}. Each call is for the file as it was looked at: two runs that both want a new
 * volume would get two.
 *
 * <p>An option that shall be removed while a new value of it waits for a restart is first rid of that value: Proxmox would remove the one
 * in force, set the other one at the restart all the same, and call it removed until then.
 *
 * @param want the options with the values that they shall have; empty for those to be removed
 * @param diff how they differ from what the plan found
 * @param waiting the options of which the plan found a new value that waits for a restart
 * @param note what the notes shall say
 */
record Configure(
        Target target,
        Map<String, String> want,
        OptionDiff diff,
        SortedSet<String> waiting,
        Note note,
        Set<StepKey> needs)
        implements Step {
    Configure {
        want = Map.copyOf(want);
        waiting = Collections.unmodifiableSortedSet(new TreeSet<>(waiting));
    }

    @Override
    public StepKey key() {
        return target.key("configure");
    }

    @Override
    public String title() {
        return "configure";
    }

    @Override
    public List<String> preview() {
        String text = diff.set().getOrDefault("description", "");
        String tags = diff.set().getOrDefault("tags", "");
        Map<String, String> labels = Map.of(
                "description", note.placedIn(text),
                "tags", NoteWriting.tagged(Note.userTags(tags), note).toString());
        String owing = LiftedProtection.marked(Optional.empty(), note).placedIn(text);
        ConfigureCalls calls = new ConfigureCalls(target, diff);
        return Stream.concat(calls.takingBack(waiting).stream(), calls.inOrder(labels, owing).stream())
                .map(ConfigureCalls.Call::toString)
                .toList();
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.noteIs(note)
                        && OptionDiff.between(want, live.options(), diff.dropped())
                                .isEmpty())
                .filter(live -> takingBack(node).isEmpty())
                .isPresent();
    }

    private List<ConfigureCalls.Call> takingBack(NodeAccess node) {
        return diff.delete().isEmpty()
                ? List.of()
                : new ConfigureCalls(target, diff)
                        .takingBack(
                                node
                                        .client()
                                        .send(LxcApi.pending(target.node(), target.id(), target.toString()))
                                        .stream()
                                        .filter(option -> option.pending() != null)
                                        .map(PendingOption::key)
                                        .collect(Collectors.toSet()));
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        for (ConfigureCalls.Call call : takingBack(node)) {
            send(node, call);
        }
        LiveGuest live = look(node);
        Set<String> managed = live.note().<Set<String>>map(Note::managed).orElse(Set.of());
        OptionDiff now = OptionDiff.between(LiftedProtection.restored(want, managed), live.options(), diff.dropped());
        Map<String, String> labels = NoteWriting.options(live, note, now.set());
        String owing = LiftedProtection.marked(live.note(), note).placedIn(live.description());
        List<ConfigureCalls.Call> calls = new ConfigureCalls(target, now).inOrder(labels, owing);
        send(node, calls.get(0).ifStill(live.config().digest()));
        try {
            for (ConfigureCalls.Call call : calls.subList(1, calls.size())) {
                send(node, call.ifStill(look(node).config().digest()));
            }
        } catch (PveException | StepFailure failure) {
            if (now.isProtected() && now.changesDisks()) {
                protectAgain(node, failure);
            }
            throw failure;
        }
    }

    /** It was protected when this began; the next try, which would find it without, shall not take that for granted. */
    private void protectAgain(NodeAccess node, RuntimeException failure) {
        try {
            node.client()
                    .send(LxcApi.setConfig(
                            target.node(), target.id(), Map.of("protection", "1"), List.of(), target.toString()));
        } catch (PveException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private LiveGuest look(NodeAccess node) {
        return LiveGuest.at(node, target)
                .orElseThrow(() -> new StepFailure(
                        "cannot configure " + target + ": it is gone",
                        "somebody deleted it meanwhile; run the same command again"));
    }

    private static void send(NodeAccess node, ConfigureCalls.Call call) {
        (call.asRoot() ? node.asRoot() : node.client()).send(call.request());
    }
}
