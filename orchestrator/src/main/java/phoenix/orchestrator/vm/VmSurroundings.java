package phoenix.orchestrator.vm;

import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.guest.ApplyFirewall;
import phoenix.orchestrator.guest.ChangePool;
import phoenix.orchestrator.guest.Draft;
import phoenix.orchestrator.guest.FirewallWish;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Change;
import phoenix.pve.GuestFirewall;

/** Plans what Proxmox keeps of a VM beside its options: the pool that it is in, and its firewall. */
record VmSurroundings(DesiredVm want, Target target, Draft<DesiredVm> draft, NodeFacts facts) {
    private static final String POOL = "pool";

    /** The names for the note. */
    static Set<String> managed(DesiredVm want) {
        Set<String> names = new TreeSet<>(FirewallWish.managed(want.firewall()));
        if (want.labels().pool() != null) {
            names.add(POOL);
        }
        return names;
    }

    /** Of a VM that is made by this plan, in its pool from the beginning. A clone may have brought its source's firewall along. */
    void ofNew() {
        FirewallWish.of(want.firewall(), Set.of()).ifPresent(wish -> {
            if (want.clonedFrom().isPresent() || !wish.isMetBy(GuestFirewall.NONE)) {
                draft.step(all -> new ApplyFirewall(target, wish, GuestFirewall.NONE, all));
            }
        });
    }

    /** Of a VM that is there. */
    void ofPresent(Set<String> managedBefore) {
        String pool = facts.pools().getOrDefault(want.id(), "");
        String wanted = want.labels().pool() != null ? want.labels().pool() : managedBefore.contains(POOL) ? "" : pool;
        if (!pool.equals(wanted)) {
            draft.change(new Change(POOL, pool, wanted, "differs from the file"));
            draft.step(all -> new ChangePool(target, pool, wanted, all));
        }
        GuestFirewall found = facts.firewalls().getOrDefault(want.id(), GuestFirewall.NONE);
        FirewallWish.of(want.firewall(), managedBefore).ifPresent(wish -> {
            wish.changes(found).forEach(draft::change);
            if (!wish.isMetBy(found)) {
                draft.step(all -> new ApplyFirewall(target, wish, found, all));
            }
        });
    }
}
