package phoenix.orchestrator.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Subject;

/**
 * One thing on the node, compared with what is declared.
 *
 * @param name unique on the node and the same every time: {@code time zone}, {@code pool tank}; never a bare number
 * @param action what happens to it if there are changes
 * @param changes what differs, and why; empty if all is as declared
 * @param acts what is done about it, in this order
 * @param needs names of things that must be as declared first; those that nobody declared do not count
 * @param remarks what the user should know though nothing is done about it
 * @param refusal why nothing can be done
 * @param reboots why the node has to be rebooted before all of it is in force, beyond what is done here
 * @param consents without which nothing is done about it
 * @param limit how long all acts may take together
 * @param lanes what only one thing at a time may hold, such as {@code apt}
 */
public record HostResource(
        String name,
        Subject.Action action,
        List<Change> changes,
        List<Act> acts,
        Set<String> needs,
        List<String> remarks,
        Optional<Subject.Refusal> refusal,
        List<String> reboots,
        Set<HostConsent> consents,
        Duration limit,
        Set<String> lanes) {
    public HostResource {
        changes = List.copyOf(changes);
        acts = List.copyOf(acts);
        needs = Set.copyOf(needs);
        remarks = List.copyOf(remarks);
        reboots = List.copyOf(reboots);
        consents = Set.copyOf(consents);
        lanes = Set.copyOf(lanes);
    }

    public static Draft named(String name) {
        return new Draft(name);
    }

    /** Something that Phoenix put there, that is declared no more, and that is left there: nothing is done, and told is why and how to do it. */
    public static HostResource staying(String name, String... remarks) {
        Draft draft = named(name).goes();
        List.of(remarks).forEach(draft::remark);
        return draft.done();
    }

    /** What has to be agreed to and was not; nothing if there is nothing to do. */
    public Set<HostConsent> missing(Set<HostConsent> given) {
        Set<HostConsent> missing = new TreeSet<>(consents);
        missing.removeAll(given);
        return isAsDeclared() ? Set.of() : missing;
    }

    public boolean isAsDeclared() {
        return changes.isEmpty() && refusal.isEmpty();
    }

    HostResource needing(String other) {
        Set<String> all = new LinkedHashSet<>(needs);
        all.add(other);
        return new HostResource(name, action, changes, acts, all, remarks, refusal, reboots, consents, limit, lanes);
    }

    /** Collects what a comparison finds. Used by one thread. */
    public static final class Draft {
        private final String name;
        private Subject.Action action = Subject.Action.CHANGE;
        private final List<Change> changes = new ArrayList<>();
        private final List<Act> acts = new ArrayList<>();
        private final Set<String> needs = new LinkedHashSet<>();
        private final List<String> remarks = new ArrayList<>();
        private Optional<Subject.Refusal> refusal = Optional.empty();
        private final List<String> reboots = new ArrayList<>();
        private final Set<HostConsent> consents = new LinkedHashSet<>();
        private Duration limit = Duration.ofMinutes(5);
        private final Set<String> lanes = new LinkedHashSet<>();

        private Draft(String name) {
            this.name = name;
        }

        /** It is not there at all. */
        public Draft isNew() {
            action = Subject.Action.CREATE;
            return this;
        }

        /** It is declared no more. */
        public Draft goes() {
            action = Subject.Action.DELETE;
            return this;
        }

        /** Notes a difference if there is one. */
        public Draft compare(String attribute, String before, String after) {
            return before.equals(after) ? this : change(attribute, before, after, "", Impact.LIVE);
        }

        public Draft change(String attribute, String before, String after, String reason, Impact impact) {
            changes.add(new Change(attribute, before, after, reason, impact));
            return this;
        }

        public boolean differs() {
            return !changes.isEmpty();
        }

        /** What is done if anything differs. */
        public Draft act(Act act) {
            acts.add(act);
            return this;
        }

        public Draft needs(String other) {
            needs.add(other);
            return this;
        }

        public Draft remark(String remark) {
            remarks.add(remark);
            return this;
        }

        /** It is in force only after a reboot of the node, which is reported, and done at the very end if that is allowed. */
        public Draft reboot(String why) {
            reboots.add(why);
            return remark(why);
        }

        public Draft refuse(String why, String hint) {
            refusal = Optional.of(new Subject.Refusal(why, hint));
            return this;
        }

        /** Nothing is done about it unless that was agreed to. */
        public Draft asks(HostConsent consent) {
            consents.add(consent);
            return this;
        }

        public Draft within(Duration longest) {
            limit = longest;
            return this;
        }

        public Draft lane(String lane) {
            lanes.add(lane);
            return this;
        }

        public HostResource done() {
            return new HostResource(
                    name, action, changes, acts, needs, remarks, refusal, reboots, consents, limit, lanes);
        }
    }
}
