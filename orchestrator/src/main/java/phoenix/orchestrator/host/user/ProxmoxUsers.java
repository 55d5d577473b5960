package phoenix.orchestrator.host.user;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostUser;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.AccessApi;
import phoenix.pve.api.AccessApi.Rule;

/** The users' side in Proxmox: known there, with their role on all of it and no other role there. */
public final class ProxmoxUsers implements HostKind {
    private static final String ALL = "/";

    @Override
    public String name() {
        return "users of Proxmox";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return want.users().isEmpty()
                ? List.of()
                : List.of(Question.call(AccessApi.users()), Question.call(AccessApi.rules()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        List<HostResource> resources = new ArrayList<>();
        for (HostUser user : want.users()) {
            String id = user.name() + "@pam";
            List<String> roles = facts.answer(AccessApi.rules()).stream()
                    .filter(rule -> rule.path().equals(ALL) && rule.subject().equals(id))
                    .map(Rule::role)
                    .toList();
            HostResource.Draft draft =
                    HostResource.named("user of Proxmox " + id).needs(Users.name(user.name()));
            if (!user.role().isEmpty() && !facts.answer(AccessApi.users()).contains(id)) {
                draft.isNew()
                        .change("user", "", id, "", Impact.LIVE)
                        .act(Acts.call(AccessApi.createUser(id, "made by Phoenix")));
            }
            if (!user.role().isEmpty() && !roles.contains(user.role())) {
                draft.change("role on /", "", user.role(), "", Impact.LIVE)
                        .act(Acts.call(AccessApi.setRule(ALL, id, user.role(), false)));
            }
            roles.stream()
                    .filter(role -> !role.equals(user.role()))
                    .forEach(role -> draft.change("role on /", role, "", "not in the file", Impact.LIVE)
                            .act(Acts.call(AccessApi.setRule(ALL, id, role, true))));
            resources.add(draft.done());
        }
        return resources;
    }
}
