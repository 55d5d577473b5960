package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.Done;
import phoenix.pve.api.HardwareApi;
import phoenix.pve.api.Request;

/** Gives a device of the node a name by which a VM may have it. The name stays when the VM goes: it is the node's. */
record MapDevice(Target target, String mapping, String map, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("resource mapping " + mapping);
    }

    @Override
    public String title() {
        return "resource mapping " + mapping;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return node.client().send(HardwareApi.pciMappings()).containsKey(mapping);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().send(call());
    }

    private Request<Done> call() {
        return HardwareApi.createPciMapping(mapping, map);
    }
}
