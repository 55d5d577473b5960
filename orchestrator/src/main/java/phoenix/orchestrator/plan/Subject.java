package phoenix.orchestrator.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing that the plan is about, a guest or the node, with everything that will happen to it.
 *
 * @param id the guest's ID, or the node's name
 * @param label for people: {@code 953 (gateway)}
 * @param action what will happen, as a whole
 * @param changes why, one by one
 * @param steps in the order in which they are carried out
 * @param remarks what the user should know though nothing is done about it
 * @param refusal why nothing can be done; no steps then
 * @param stale why it is older than what it was made from, where this plan leaves that so
 */
public record Subject(
        String id,
        String label,
        Action action,
        List<Change> changes,
        List<Step> steps,
        List<String> remarks,
        Optional<Refusal> refusal,
        Optional<String> stale) {
    public Subject {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
        remarks = List.copyOf(remarks);
        if (refusal.isPresent() && !steps.isEmpty()) {
            throw new IllegalArgumentException("a refused subject has no steps: " + label);
        }
    }

    /** A subject that is not made from anything older. */
    public Subject(
            String id,
            String label,
            Action action,
            List<Change> changes,
            List<Step> steps,
            List<String> remarks,
            Optional<Refusal> refusal) {
        this(id, label, action, changes, steps, remarks, refusal, Optional.empty());
    }

    public static Subject refused(String id, String label, Refusal refusal) {
        return new Subject(id, label, Action.REFUSE, List.of(), List.of(), List.of(), Optional.of(refusal));
    }

    /** This with one more thing that the user should know. */
    public Subject remarking(String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new Subject(id, label, action, changes, steps, more, refusal, stale);
    }

    /** This with more to be done once all else is done. */
    public Subject withMore(List<Change> moreChanges, List<Step> moreSteps) {
        if (moreSteps.isEmpty()) {
            return this;
        }
        List<Change> allChanges = new ArrayList<>(changes);
        allChanges.addAll(moreChanges);
        List<Step> allSteps = new ArrayList<>(steps);
        allSteps.addAll(moreSteps);
        return new Subject(
                id,
                label,
                action == Action.NONE ? Action.CHANGE : action,
                allChanges,
                allSteps,
                remarks,
                refusal,
                stale);
    }

    /** Guests are numbered, nodes are named. */
    public boolean isGuest() {
        return id.matches("[0-9]+");
    }

    /** The worst that its changes do to a guest that is at work. */
    public Impact impact() {
        if (refusal.isPresent()) {
            return Impact.REFUSED;
        }
        return changes.stream()
                .map(Change::impact)
                .max(Comparator.naturalOrder())
                .orElse(Impact.NONE);
    }

    /** What happens to a subject, with its sign in the printed plan. */
    public enum Action {
        CREATE("+"),
        CHANGE("~"),
        /** Deleted, and made anew from its source. */
        RECREATE("-/+"),
        DELETE("-"),
        NONE(" "),
        /** Nothing is done to it; it is tested. */
        TEST("?"),
        REFUSE("!");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /**
     * Why something that was asked for will not be done.
     *
     * @param why a sentence with the place in the user's file where there is one
     * @param hint the way out
     */
    public record Refusal(String why, String hint) {}
}
