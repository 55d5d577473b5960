package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NoteWriting;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.VolumeId;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Request;

/**
 * Creates a container from a template archive, with all its options and with the note that says whose it is: there is no moment at
 * which it exists and is nobody's.
 *
 * @param settings every option that it shall have
 */
record CreateContainer(
        Target target,
        DesiredContainer want,
        Map<String, String> settings,
        VolumeId template,
        Note note,
        Set<StepKey> needs)
        implements Step {
    /** This, once it is known what it needs. */
    CreateContainer needing(Set<StepKey> others) {
        return new CreateContainer(target, want, settings, template, note, others);
    }

    @Override
    public StepKey key() {
        return target.key("create");
    }

    @Override
    public String title() {
        return "create from " + template.fileName();
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.note().isPresent() && !live.isLocked())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    /**
     * The options that the container has once it is made: what only {@code root@pam} may set comes by a step of its own, and so does the
     * protection, if something follows that it would forbid.
     */
    Map<String, String> options() {
        Map<String, String> all = new TreeMap<>(settings);
        all.values().removeIf(String::isEmpty);
        SortedMap<String, String> ordinary = RootOptions.leftOut(all, want.unprivileged());
        if (ordinary.size() < all.size()) {
            ordinary.remove("protection");
        }
        ordinary.put("unprivileged", want.unprivileged() ? "1" : "0");
        return ordinary;
    }

    private Request<Upid> call() {
        Map<String, String> parameters = new TreeMap<>(options());
        parameters.put("vmid", target.id().toString());
        parameters.put("ostemplate", template.toString());
        parameters.put("rootfs", want.storage() + ":" + want.rootfsGiB());
        parameters.put("description", note.placedIn(parameters.getOrDefault("description", "")));
        parameters.put(
                "tags",
                NoteWriting.tagged(Note.userTags(parameters.getOrDefault("tags", "")), note)
                        .toString());
        if (want.labels().pool() != null) {
            parameters.put("pool", want.labels().pool());
        }
        if (!want.sshPublicKeys().isEmpty()) {
            parameters.put("ssh-public-keys", String.join("\n", want.sshPublicKeys()) + "\n");
        }
        return LxcApi.create(target.node(), parameters, target.toString());
    }
}
