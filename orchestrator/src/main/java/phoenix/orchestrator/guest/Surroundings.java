package phoenix.orchestrator.guest;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.GuestFirewall;

/**
 * Plans what Proxmox keeps of a guest beside its options: the pool that it is in, and its firewall.
 *
 * <p>What the file dropped goes before the guest's note is written, which forgets that it was Phoenix's; what it wants comes after: so a
 * run that is killed in between leaves a note that still tells.
 */
public final class Surroundings {
    private static final String POOL = "pool";

    private final Draft<? extends DesiredGuest> draft;
    private final NodeFacts facts;
    private final Set<String> managedBefore;
    private final boolean isNew;

    private Surroundings(
            Draft<? extends DesiredGuest> draft, NodeFacts facts, Set<String> managedBefore, boolean isNew) {
        this.draft = draft;
        this.facts = facts;
        this.managedBefore = managedBefore;
        this.isNew = isNew;
    }

    /** Those of a guest that this plan makes: in its pool from the beginning, and perhaps with a firewall that a clone brings along. */
    public static Surroundings ofNew(Draft<? extends DesiredGuest> draft, NodeFacts facts) {
        return new Surroundings(draft, facts, Set.of(), true);
    }

    /** @param managedBefore the names that the note holds */
    public static Surroundings ofPresent(
            Draft<? extends DesiredGuest> draft, NodeFacts facts, Set<String> managedBefore) {
        return new Surroundings(draft, facts, managedBefore, false);
    }

    /** The names for the note. */
    public static Set<String> managed(DesiredGuest want) {
        Set<String> names = new TreeSet<>(FirewallWish.managed(want.firewall()));
        if (want.labels().pool() != null) {
            names.add(POOL);
        }
        return names;
    }

    /** What has to be there before the guest is made, or moved. */
    public void before() {
        String pool = want().labels().pool();
        if (pool != null && facts.missingPools().contains(pool)) {
            draft.earlier(step -> step instanceof MakePool make && make.pool().equals(pool))
                    .ifPresentOrElse(draft.chain()::await, () -> {
                        draft.change(
                                new Change("resource pool " + pool, "", "made", "it is not there yet", Impact.NONE));
                        draft.step(all -> new MakePool(draft.target(), pool, all));
                    });
        }
    }

    /** What differs. */
    public void tell() {
        firewall().ifPresent(wish -> wish.changes(firewallFound()).forEach(draft::change));
        if (!poolWanted().equals(poolFound())) {
            draft.change(new Change(POOL, poolFound(), poolWanted(), "differs from the file"));
        }
    }

    /** What comes before the note. */
    public void letGo() {
        Set<String> managed = managed(want());
        if (!managed.containsAll(FirewallWish.names(managedBefore))) {
            applyFirewall();
        }
        if (managedBefore.contains(POOL) && !managed.contains(POOL)) {
            changePool();
        }
    }

    /** What comes after the note. */
    public void bring() {
        Set<String> managed = managed(want());
        if (managed.containsAll(FirewallWish.names(managedBefore))) {
            applyFirewall();
        }
        if (managed.contains(POOL)) {
            changePool();
        }
    }

    private void applyFirewall() {
        GuestFirewall found = firewallFound();
        firewall()
                .filter(wish ->
                        !wish.isMetBy(found) || (isNew && want().cloneSource().isPresent()))
                .ifPresent(wish -> draft.step(all -> new ApplyFirewall(draft.target(), wish, found, all)));
    }

    private void changePool() {
        if (!isNew && !poolWanted().equals(poolFound())) {
            draft.step(all -> new ChangePool(draft.target(), poolFound(), poolWanted(), all));
        }
    }

    private DesiredGuest want() {
        return draft.want();
    }

    private Optional<FirewallWish> firewall() {
        return FirewallWish.of(want().firewall(), managedBefore);
    }

    private GuestFirewall firewallFound() {
        return isNew ? GuestFirewall.NONE : facts.firewalls().getOrDefault(want().id(), GuestFirewall.NONE);
    }

    private String poolFound() {
        return facts.pools().getOrDefault(want().id(), "");
    }

    private String poolWanted() {
        String pool = want().labels().pool();
        if (pool != null) {
            return pool;
        }
        return managedBefore.contains(POOL) ? "" : poolFound();
    }
}
