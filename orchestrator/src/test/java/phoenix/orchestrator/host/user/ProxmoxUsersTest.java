package phoenix.orchestrator.host.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostUser;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.pve.api.AccessApi;
import phoenix.pve.api.AccessApi.Rule;

class ProxmoxUsersTest {
    private static final SortedMap<String, SortedSet<String>> WATCHER =
            new TreeMap<>(Map.of("Watcher", new TreeSet<>(List.of("Sys.Audit", "VM.Audit"))));

    @Test
    void a_user_gets_roles_on_the_declared_paths_and_loses_others_there() {
        HostUser ada = new HostUser("ada", null, false, null, "", new TreeMap<>(Map.of("/pool/ai", "PVEVMAdmin")));

        assertThat(users(ada, Map.of(), new Rule("/pool/old", "ada@pam", "PVEVMAdmin", true)))
                .containsExactly(
                        "POST /access/users comment=made by Phoenix userid=ada@pam",
                        "run on the node: note-made.sh /var/lib/phoenix values '+role of ada@pam on /pool/ai\tPVEVMAdmin'",
                        "PUT /access/acl path=/pool/ai roles=PVEVMAdmin users=ada@pam",
                        "PUT /access/acl delete=1 path=/pool/old roles=PVEVMAdmin users=ada@pam");
        assertThat(users(
                        ada, Map.of("ada@pam", "made by Phoenix"), new Rule("/pool/ai", "ada@pam", "PVEVMAdmin", true)))
                .isEmpty();
    }

    @Test
    void without_declared_paths_only_the_role_on_all_of_it_is_ours() {
        HostUser ada = new HostUser("ada", null, true, null, "Administrator", null);

        assertThat(users(
                        ada,
                        Map.of("ada@pam", "made by Phoenix"),
                        new Rule("/", "ada@pam", "PVEAuditor", true),
                        new Rule("/pool/ai", "ada@pam", "PVEVMAdmin", true),
                        new Rule("/", "bob@pam", "PVEAuditor", true)))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix values '+role of ada@pam on /\tAdministrator'",
                        "PUT /access/acl path=/ roles=Administrator users=ada@pam",
                        "PUT /access/acl delete=1 path=/ roles=PVEAuditor users=ada@pam");
    }

    @Test
    void one_that_phoenix_made_and_that_is_declared_no_more_loses_its_roles_and_stays() {
        HostUser ada = new HostUser("ada", null, true, null, "Administrator", null);
        HostFacts facts = facts(Map.of(
                AccessApi.users().toString(),
                Map.of("ada@pam", "", "bob@pam", "made by Phoenix", "cy@pam", "by hand"),
                AccessApi.rules().toString(),
                List.of(
                        new Rule("/", "ada@pam", "Administrator", true),
                        new Rule("/vms", "bob@pam", "PVEVMAdmin", true),
                        new Rule("/", "cy@pam", "PVEAuditor", true))));

        List<HostResource> compared = new ProxmoxUsers().compare(DesiredHost.EMPTY.withUsers(List.of(ada)), facts);

        assertThat(acts(compared)).containsExactly("PUT /access/acl delete=1 path=/vms roles=PVEVMAdmin users=bob@pam");
        assertThat(compared.get(1).remarks()).singleElement().asString().contains("pveum user delete bob@pam");
    }

    @Test
    void a_role_is_made_and_changed_and_one_that_is_right_is_left() {
        assertThat(roles(Map.of()))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix roles +Watcher",
                        "POST /access/roles privs=Sys.Audit,VM.Audit roleid=Watcher");
        assertThat(roles(Map.of("Watcher", new TreeSet<>(List.of("VM.Audit")))))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix values"
                                + " '+privileges of role Watcher\tSys.Audit,VM.Audit'",
                        "PUT /access/roles/Watcher privs=Sys.Audit,VM.Audit");
        assertThat(roles(WATCHER)).isEmpty();
    }

    @Test
    void a_role_that_phoenix_gave_one_whom_it_only_found_is_taken_back_when_it_is_declared_no_more() {
        String noted = "values\trole of ada@pam on /vms\tPVEVMAdmin\nvalues\trole of ada@pam on /\tAdministrator\n";
        HostFacts facts = new HostFacts(
                Map.of(Made.LOOK, noted),
                Map.of(
                        AccessApi.users().toString(),
                        Map.of("ada@pam", "by hand"),
                        AccessApi.rules().toString(),
                        List.of(
                                new Rule("/", "ada@pam", "PVEAuditor", true),
                                new Rule("/vms", "ada@pam", "PVEVMAdmin", true))));
        HostUser ada = new HostUser("ada", null, false, null, "PVEAuditor", null);
        HostUser there =
                new HostUser("ada", null, false, null, "PVEAuditor", new TreeMap<>(Map.of("/vms", "PVEVMAdmin")));

        for (List<HostUser> users : List.of(List.of(ada), List.<HostUser>of())) {
            assertThat(acts(new ProxmoxUsers().compare(DesiredHost.EMPTY.withUsers(users), facts)))
                    .containsExactly(
                            "PUT /access/acl delete=1 path=/vms roles=PVEVMAdmin users=ada@pam",
                            "run on the node: note-made.sh /var/lib/phoenix values '-role of ada@pam on /vms'");
        }
        assertThat(acts(new ProxmoxUsers().compare(DesiredHost.EMPTY.withUsers(List.of(there)), facts)))
                .isEmpty();
    }

    @Test
    void privileges_that_phoenix_gave_a_role_that_it_only_found_are_told_when_it_is_declared_no_more() {
        String noted = "values\tprivileges of role Watcher\tSys.Audit,VM.Audit\n";
        HostFacts same = HostFacts.of(Map.of("look-roles.sh", "role:Watcher:VM.Audit,Sys.Audit:", Made.LOOK, noted));
        HostFacts other = HostFacts.of(Map.of("look-roles.sh", "role:Watcher:VM.Audit:", Made.LOOK, noted));

        assertThat(new ProxmoxRoles().compare(DesiredHost.EMPTY, same).get(0).remarks())
                .singleElement()
                .asString()
                .startsWith("declared no more, and stays Sys.Audit,VM.Audit; to set others: pveum role modify Watcher");
        assertThat(new ProxmoxRoles().compare(DesiredHost.EMPTY, other)).isEmpty();
    }

    private static List<String> users(HostUser user, Map<String, String> known, Rule... rules) {
        return acts(new ProxmoxUsers()
                .compare(
                        DesiredHost.EMPTY.withUsers(List.of(user)),
                        facts(Map.of(
                                AccessApi.users().toString(),
                                known,
                                AccessApi.rules().toString(),
                                List.of(rules)))));
    }

    private static List<String> roles(Map<String, SortedSet<String>> there) {
        return acts(new ProxmoxRoles()
                .compare(
                        DesiredHost.EMPTY.withRoles(WATCHER),
                        facts(Map.of(AccessApi.roles().toString(), there))));
    }

    private static HostFacts facts(Map<String, Object> calls) {
        return new HostFacts(Map.of(), calls);
    }

    private static List<String> acts(List<HostResource> resources) {
        return resources.stream()
                .flatMap(resource -> resource.acts().stream())
                .flatMap(act -> Stream.of(act.preview()).flatMap(List::stream))
                .toList();
    }

    /** What Proxmox's file says, of a role of Phoenix's and of one of somebody else's. */
    private static List<HostResource> dropped(List<HostUser> declared, String... acl) {
        String file = "role:Watcher:VM.Audit:\nrole:Theirs:VM.Audit:\n" + String.join("\n", acl);
        return new ProxmoxRoles()
                .compare(
                        DesiredHost.EMPTY.withUsers(declared),
                        new HostFacts(
                                Map.of(Made.LOOK, "roles\tWatcher\nroles\tLongGone\n", "look-roles.sh", file),
                                Map.of(
                                        AccessApi.users().toString(),
                                        Map.of("ada@pam", "", "bob@pam", "made by Phoenix"))));
    }

    @Test
    void a_role_of_phoenix_s_that_is_declared_no_more_goes_if_nobody_has_it() {
        List<HostResource> gone = dropped(List.of(), "acl:1:/:ada@pam:Theirs:");

        assertThat(gone).singleElement().extracting(HostResource::name).isEqualTo("role of Proxmox Watcher");
        assertThat(acts(gone))
                .containsExactly(
                        "DELETE /access/roles/Watcher",
                        "run on the node: note-made.sh /var/lib/phoenix roles -Watcher");
    }

    @Test
    void one_that_somebody_has_stays_and_it_is_told_who() {
        List<HostResource> told =
                dropped(List.of(), "acl:1:/vms:cy@pve,@team:PVEAuditor,Watcher:", "acl:1:/:ada@pam!key:Watcher:");

        assertThat(told).singleElement().matches(HostResource::isAsDeclared);
        assertThat(told.get(0).remarks())
                .containsExactly(
                        "it is declared no more and stays, for @team on /vms, ada@pam!key on /, cy@pve on /vms has it;"
                                + " to remove it, take it away there, then: pveum role delete Watcher");
    }

    @Test
    void who_loses_it_in_the_same_run_does_not_hold_it() {
        HostUser ada = new HostUser("ada", null, true, null, "Administrator", null);

        List<HostResource> gone = dropped(List.of(ada), "acl:1:/:ada@pam:Watcher:", "acl:1:/vms:bob@pam:Watcher:");

        assertThat(acts(gone)).contains("DELETE /access/roles/Watcher");
        assertThat(gone.get(0).needs()).containsExactlyInAnyOrder("user of Proxmox ada@pam", "user of Proxmox bob@pam");
        assertThat(acts(dropped(List.of(ada), "acl:1:/vms:ada@pam:Watcher:")))
                .as("a path that the file does not manage")
                .isEmpty();
    }
}
