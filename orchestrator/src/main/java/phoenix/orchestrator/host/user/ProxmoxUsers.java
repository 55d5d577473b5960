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

/**
 * The users' side in Proxmox: known there, with their roles on the paths that the file names and no others there. One that Phoenix made
 * and that is declared no more loses all of its roles.
 */
public final class ProxmoxUsers implements HostKind {
    /** The comment by which a user of ours is known. */
    private static final String OURS = "made by Phoenix";

    @Override
    public String name() {
        return "users of Proxmox";
    }

    static String name(String id) {
        return "user of Proxmox " + id;
    }

    /** Whether a run takes it away: from a user of the file who is to have another role there, or from one of ours that is declared no more. */
    static boolean takes(Rule rule, DesiredHost want, HostFacts facts) {
        return want.users().stream()
                .filter(user -> rule.subject().equals(user.name() + "@pam"))
                .findFirst()
                .map(user -> user.manages(rule.path())
                        && !rule.role().equals(user.roles().get(rule.path())))
                .orElseGet(() -> OURS.equals(facts.answer(AccessApi.users()).get(rule.subject())));
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(Question.call(AccessApi.users()), Question.call(AccessApi.rules()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        List<HostResource> resources = new ArrayList<>();
        for (HostUser user : want.users()) {
            String id = user.name() + "@pam";
            List<Rule> rules = facts.answer(AccessApi.rules()).stream()
                    .filter(rule -> rule.subject().equals(id) && user.manages(rule.path()))
                    .toList();
            HostResource.Draft draft = HostResource.named(name(id)).needs(Users.name(user.name()));
            if (!user.roles().isEmpty() && !facts.answer(AccessApi.users()).containsKey(id)) {
                draft.isNew().change("user", "", id, "", Impact.LIVE).act(Acts.call(AccessApi.createUser(id, OURS)));
            }
            user.roles().forEach((path, role) -> {
                if (want.roles().containsKey(role)) {
                    draft.needs(ProxmoxRoles.name(role));
                }
                if (rules.stream()
                        .noneMatch(
                                rule -> rule.path().equals(path) && rule.role().equals(role))) {
                    draft.change("role on " + path, "", role, "", Impact.LIVE)
                            .act(Acts.call(AccessApi.setRule(path, id, role, false)));
                }
            });
            rules.stream()
                    .filter(rule -> !rule.role().equals(user.roles().get(rule.path())))
                    .forEach(rule -> draft.change(
                                    "role on " + rule.path(), rule.role(), "", "not in the file", Impact.LIVE)
                            .act(Acts.call(AccessApi.setRule(rule.path(), id, rule.role(), true))));
            resources.add(draft.done());
        }
        facts.answer(AccessApi.users()).forEach((id, comment) -> {
            if (comment.equals(OURS) && want.users().stream().noneMatch(user -> id.equals(user.name() + "@pam"))) {
                resources.add(retire(id, facts));
            }
        });
        return resources;
    }

    private static HostResource retire(String id, HostFacts facts) {
        HostResource.Draft draft = HostResource.named(name(id)).goes();
        facts.answer(AccessApi.rules()).stream()
                .filter(rule -> rule.subject().equals(id))
                .forEach(
                        rule -> draft.change("role on " + rule.path(), rule.role(), "", "declared no more", Impact.LIVE)
                                .act(Acts.call(AccessApi.setRule(rule.path(), id, rule.role(), true))));
        return draft.remark("the user stays, without any role; to remove it: pveum user delete " + id)
                .done();
    }
}
