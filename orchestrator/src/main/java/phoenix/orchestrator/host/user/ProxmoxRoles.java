package phoenix.orchestrator.host.user;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.AccessApi;
import phoenix.pve.api.AccessApi.Rule;

/**
 * Roles of Proxmox with their privileges. Those that Phoenix made are noted on the node. One of them that is declared no more goes when nobody has it
 * any more: Proxmox would take it away from all who have it, without a word. One that Phoenix only changed stays, and is told.
 */
public final class ProxmoxRoles implements HostKind {
    private static final String LOOK = "look-roles.sh";
    private static final Made MADE = new Made("roles");

    @Override
    public String name() {
        return "roles of Proxmox";
    }

    static String name(String role) {
        return "role of Proxmox " + role;
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<Question> questions = new ArrayList<>(List.of(
                Made.question(),
                Question.script(ProxmoxRoles.class, LOOK, List.of(Made.FOLDER)),
                Question.call(AccessApi.users())));
        if (!want.roles().isEmpty()) {
            questions.add(Question.call(AccessApi.roles()));
        }
        return questions;
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
                        .act(MADE.note(List.of(role)))
                        .act(Acts.call(AccessApi.createRole(role, wanted)));
            } else if (!found.equals(privileges)) {
                own(role)
                        .compare(draft, "privileges", String.join(",", found), wanted)
                        .act(Acts.call(AccessApi.setRole(role, wanted)));
            }
            resources.add(draft.done());
        });
        List<String> made = MADE.in(facts);
        Map<String, String> there = privileges(facts);
        there.keySet().removeAll(want.roles().keySet());
        made.stream().filter(there::containsKey).forEach(role -> resources.add(dropped(role, want, facts)));
        there.keySet().removeAll(made);
        there.forEach((role, privileges) -> own(role)
                .staying(facts, privileges, "to set others: pveum role modify " + role + " --privs LIST")
                .ifPresent(resources::add));
        return resources;
    }

    private static OwnValue own(String role) {
        return new OwnValue("privileges of role " + role);
    }

    /** The roles that Proxmox's file has, each with its privileges. */
    private static Map<String, String> privileges(HostFacts facts) {
        Map<String, String> found = new TreeMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(":", -1);
            if (words[0].equals("role") && words.length > 1) {
                String privileges = words.length > 2 ? words[2] : "";
                found.put(words[1], String.join(",", new TreeSet<>(List.of(privileges.split(",")))));
            }
        }
        return found;
    }

    /** It goes after those who lose it in the same run have lost it. */
    private static HostResource dropped(String role, DesiredHost want, HostFacts facts) {
        HostResource.Draft draft = HostResource.named(name(role))
                .goes()
                .change("role", role, "", "declared no more, and nobody has it", Impact.LIVE)
                .act(Acts.call(AccessApi.deleteRole(role)))
                .act(MADE.strike(List.of(role)));
        Set<String> holders = new TreeSet<>();
        for (Rule rule : given(role, facts)) {
            if (ProxmoxUsers.takes(rule, want, facts)) {
                draft.needs(ProxmoxUsers.name(rule.subject()));
            } else {
                holders.add(rule.subject() + " on " + rule.path());
            }
        }
        return holders.isEmpty()
                ? draft.done()
                : HostResource.staying(
                        name(role),
                        "it is declared no more and stays, for " + String.join(", ", holders)
                                + " has it; to remove it, take it away there, then: pveum role delete " + role);
    }

    /**
     * Who has a role, and where. Proxmox's file says all of it; the API may show a part.
     *
     * @see "PVE source: PVE/AccessControl.pm write_user_config (acl:propagate:path:members:roles:)"
     */
    private static List<Rule> given(String role, HostFacts facts) {
        List<Rule> given = new ArrayList<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(":", -1);
            if (words[0].equals("acl")
                    && words.length > 4
                    && List.of(words[4].split(",")).contains(role)) {
                for (String subject : words[3].split(",")) {
                    given.add(new Rule(words[2], subject, role, words[1].equals("1")));
                }
            }
        }
        return given;
    }
}
