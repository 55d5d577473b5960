package phoenix.orchestrator.host.user;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostUser;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.AccessApi;
import phoenix.pve.api.AccessApi.Rule;

/**
 * The users' side in Proxmox: known there, with their roles on the paths that the file names and no others there. One that Phoenix made
 * and that is declared no more loses all of its roles, another one those that Phoenix gave: these are noted on the node.
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

    /**
     * Whether a run takes it away: from a user of the file who is to have another role there, from one of ours that is declared no more, or where it is
     * of ours and its path is declared no more.
     */
    static boolean takes(Rule rule, DesiredHost want, HostFacts facts) {
        boolean given = own(rule.subject(), rule.path()).stands(facts, rule.role());
        return want.users().stream()
                .filter(user -> rule.subject().equals(user.name() + "@pam"))
                .findFirst()
                .map(user -> (user.manages(rule.path()) || given)
                        && !rule.role().equals(user.roles().get(rule.path())))
                .orElseGet(() ->
                        given || OURS.equals(facts.answer(AccessApi.users()).get(rule.subject())));
    }

    private static OwnValue own(String id, String path) {
        return new OwnValue("role of " + id + " on " + path);
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(OwnValue.question(), Question.call(AccessApi.users()), Question.call(AccessApi.rules()));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        List<HostResource> resources = new ArrayList<>();
        for (HostUser user : want.users()) {
            String id = user.name() + "@pam";
            List<Rule> rules = rules(id, facts);
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
                    own(id, path)
                            .compare(draft, "role on " + path, "", role)
                            .act(Acts.call(AccessApi.setRule(path, id, role, false)));
                }
            });
            take(draft, rules, want, facts);
            resources.add(draft.done());
        }
        facts.answer(AccessApi.users()).forEach((id, comment) -> {
            if (want.users().stream().noneMatch(user -> id.equals(user.name() + "@pam"))) {
                HostResource.Draft draft = HostResource.named(name(id)).goes();
                take(draft, rules(id, facts), want, facts);
                if (comment.equals(OURS)) {
                    draft.remark("the user stays, without any role; to remove it: pveum user delete " + id);
                }
                if (comment.equals(OURS) || draft.differs()) {
                    resources.add(draft.done());
                }
            }
        });
        return resources;
    }

    private static List<Rule> rules(String id, HostFacts facts) {
        return facts.answer(AccessApi.rules()).stream()
                .filter(rule -> rule.subject().equals(id))
                .toList();
    }

    private static void take(HostResource.Draft draft, List<Rule> rules, DesiredHost want, HostFacts facts) {
        List<OwnValue> struck = new ArrayList<>();
        for (Rule rule : rules) {
            if (takes(rule, want, facts)) {
                draft.change("role on " + rule.path(), rule.role(), "", "declared no more", Impact.LIVE)
                        .act(Acts.call(AccessApi.setRule(rule.path(), rule.subject(), rule.role(), true)));
                OwnValue own = own(rule.subject(), rule.path());
                if (own.stands(facts, rule.role())) {
                    struck.add(own);
                }
            }
        }
        OwnValue.strike(draft, struck);
    }
}
