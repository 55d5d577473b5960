package phoenix.orchestrator.host.user;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.AccessApi;

/** Roles of Proxmox with their privileges. One that the file drops stays: a role has no place for a mark, and others may use it. */
public final class ProxmoxRoles implements HostKind {
    @Override
    public String name() {
        return "roles of Proxmox";
    }

    static String name(String role) {
        return "role of Proxmox " + role;
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return want.roles().isEmpty() ? List.of() : List.of(Question.call(AccessApi.roles()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        List<HostResource> resources = new ArrayList<>();
        want.roles().forEach((role, privileges) -> {
            Map<String, SortedSet<String>> there = facts.answer(AccessApi.roles());
            String wanted = String.join(",", privileges);
            HostResource.Draft draft = HostResource.named(name(role));
            SortedSet<String> found = there.get(role);
            if (found == null) {
                draft.isNew()
                        .change("privileges", "", wanted, "", Impact.LIVE)
                        .act(Acts.call(AccessApi.createRole(role, wanted)));
            } else if (!found.equals(privileges)) {
                draft.change("privileges", String.join(",", found), wanted, "", Impact.LIVE)
                        .act(Acts.call(AccessApi.setRole(role, wanted)));
            }
            resources.add(draft.done());
        });
        return resources;
    }
}
