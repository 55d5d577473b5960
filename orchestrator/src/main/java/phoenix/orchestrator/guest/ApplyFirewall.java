package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.GuestFirewall;
import phoenix.pve.api.FirewallApi;
import phoenix.pve.api.Request;

/**
 * Makes a guest's firewall what it shall be.
 *
 * @param found as the plan found it, or as it will be once the guest is made
 */
public record ApplyFirewall(Target target, FirewallWish wish, GuestFirewall found, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("firewall");
    }

    @Override
    public String title() {
        return "firewall";
    }

    @Override
    public List<String> preview() {
        return wish.calls(target, found).stream().map(Request::toString).toList();
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return wish.isMetBy(live(node));
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        wish.calls(target, live(node)).forEach(node.client()::send);
    }

    private GuestFirewall live(NodeAccess node) {
        return new GuestFirewall(
                node.client().send(FirewallApi.options(target.path())),
                node.client().send(FirewallApi.rules(target.path())));
    }
}
