package phoenix.orchestrator.host.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Act;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Subject;

class SharingTest {
    private static final HostServices.Export MEDIA =
            new HostServices.Export("/tank/media", List.of("10.0.0.0/24", "10.1.0.5"), List.of(), "", "");

    private static DesiredHost exporting(HostServices.Export... exports) {
        return DesiredHost.EMPTY.with(
                new HostServices(List.of(exports), null, List.of(), new TreeMap<>(), null, null, null, List.of()));
    }

    private static DesiredHost sharing(Map<String, String> passwords, HostServices.Share... shares) {
        TreeMap<String, HostServices.Password> users = new TreeMap<>();
        passwords.forEach((user, password) -> users.put(user, new HostServices.Password(password)));
        TreeMap<String, String> global = new TreeMap<>(Map.of("workgroup", "HOME"));
        HostServices.Samba samba = new HostServices.Samba(global, List.of(shares), users);
        return DesiredHost.EMPTY.with(
                new HostServices(List.of(), samba, List.of(), new TreeMap<>(), null, null, null, List.of()));
    }

    private static HostServices.Share share(String name, String... words) {
        TreeMap<String, String> options = new TreeMap<>();
        for (int i = 0; i < words.length; i += 2) {
            options.put(words[i], words[i + 1]);
        }
        return new HostServices.Share(name, "/tank/" + name, options, "", "");
    }

    private static List<HostResource> compare(HostKind kind, DesiredHost want, String look, String... lines) {
        return kind.compare(want, HostFacts.of(Map.of(look, String.join("\n", lines))));
    }

    private static List<String> changes(HostResource resource) {
        return resource.changes().stream().map(SharingTest::text).toList();
    }

    private static String text(Change change) {
        return change.attribute() + ": " + change.before() + " -> " + change.after();
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().map(Act::preview).flatMap(List::stream).toList();
    }

    @Test
    void owner_and_mode_that_phoenix_set_and_that_are_declared_no_more_are_told_while_the_folder_has_them() {
        HostServices.Export owned = new HostServices.Export("/tank/media", List.of("*"), List.of(), "me:us", "0750");
        String look = "folder root:root 755 /tank/media";
        assertThat(preview(new SharedFolders()
                        .compare(exporting(owned), HostFacts.of(Map.of("look-folders.sh", look)))
                        .get(0)))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix values '+owner of folder /tank/media\tme:us'",
                        "run on the node: note-made.sh /var/lib/phoenix values '+mode of folder /tank/media\t750'",
                        "run on the node: make-folder.sh /tank/media me:us 0750");

        String noted = "values\towner of folder /tank/media\tme:us\nvalues\tmode of folder /tank/media\t750\n";
        assertThat(toldOfFolders(exporting(MEDIA), noted))
                .containsExactly(
                        "owner of folder /tank/media: declared no more, and stays me:us; to set another: chown USER:GROUP"
                                + " /tank/media; to hear no more of it, remove its line from /var/lib/phoenix/values",
                        "mode of folder /tank/media: declared no more, and stays 750; to set another: chmod MODE /tank/media;"
                                + " to hear no more of it, remove its line from /var/lib/phoenix/values");
        assertThat(toldOfFolders(exporting(), noted)).hasSize(2);
        assertThat(toldOfFolders(exporting(owned), noted)).isEmpty();
        assertThat(toldOfFolders(exporting(), noted.replace("750", "755").replace("me:", "you:")))
                .isEmpty();
        assertThat(toldOfFolders(exporting(), noted + "folders\t/tank/media\n"))
                .as("a folder that is told itself")
                .isEmpty();
    }

    private static List<String> toldOfFolders(DesiredHost want, String noted) {
        Map<String, String> scripts = Map.of("look-folders.sh", "folder me:us 750 /tank/media", Made.LOOK, noted);
        return new SharedFolders()
                .compare(want, HostFacts.of(scripts)).stream()
                        .flatMap(resource -> resource.remarks().stream().map(remark -> resource.name() + ": " + remark))
                        .toList();
    }

    @Test
    void an_export_has_its_options_for_each_client_and_root_is_nobody_unless_declared() {
        HostResource exports = compare(new Exports(), exporting(MEDIA), "look-exports.sh", "kernel yes")
                .get(0);

        assertThat(changes(exports))
                .containsExactly("export /tank/media:  -> \"/tank/media\" 10.0.0.0/24(ro,sync,no_subtree_check)"
                        + " 10.1.0.5(ro,sync,no_subtree_check)");
        assertThat(exports.needs()).containsExactly("shared folder /tank/media");
    }

    @Test
    void exports_that_are_written_and_in_force_are_left_alone() {
        String line = "\"/tank/media\" 10.0.0.0/24(ro,sync,no_subtree_check) 10.1.0.5(ro,sync,no_subtree_check)";

        assertThat(compare(
                                new Exports(),
                                exporting(MEDIA),
                                "look-exports.sh",
                                "ours " + line,
                                "inforce /tank/media",
                                "kernel yes")
                        .get(0)
                        .isAsDeclared())
                .isTrue();
        assertThat(changes(compare(new Exports(), exporting(MEDIA), "look-exports.sh", "ours " + line, "kernel yes")
                        .get(0)))
                .containsExactly("export /tank/media: not in force -> in force");
    }

    @Test
    void a_kernel_without_an_nfs_server_is_said_and_no_difference() {
        String line = "\"/tank/media\" 10.0.0.0/24(ro,sync,no_subtree_check) 10.1.0.5(ro,sync,no_subtree_check)";

        HostResource exports = compare(new Exports(), exporting(MEDIA), "look-exports.sh", "ours " + line, "kernel no")
                .get(0);

        assertThat(exports.isAsDeclared()).isTrue();
        assertThat(exports.remarks().get(0)).contains("nobody can mount it");
    }

    @Test
    void an_export_that_is_dropped_goes_and_one_of_others_is_refused() {
        assertThat(changes(compare(new Exports(), exporting(), "look-exports.sh", "ours /old *(ro)", "kernel yes")
                        .get(0)))
                .containsExactly("export /old: /old *(ro) -> ");
        assertThat(compare(new Exports(), exporting(), "look-exports.sh", "theirs /old *(ro)", "kernel yes"))
                .isEmpty();
        assertThat(compare(new Exports(), exporting(MEDIA), "look-exports.sh", "theirs /tank/media *(rw)", "kernel yes")
                        .get(0)
                        .refusal()
                        .map(Subject.Refusal::why))
                .contains("/tank/media is exported already by a file that Phoenix did not write");
    }

    @Test
    void each_option_of_a_share_is_compared_and_one_that_is_dropped_goes() {
        String[] found = {
            "ours [global]", "ours    workgroup = HOME", "ours [media]", "ours    path = /tank/media",
            "ours    read only = yes", "ours    hosts allow = 10.0.0.0/8", "ours [old]", "ours    path = /old",
            "included yes", "server active", "boot enabled"
        };

        List<HostResource> resources = compare(
                new SambaShares(), sharing(Map.of(), share("media", "read only", "no")), "look-samba.sh", found);

        assertThat(changes(resources.get(0)))
                .containsExactly(
                        "media: read only: yes -> no", "media: hosts allow: 10.0.0.0/8 -> ", "share old: shared -> ");
        assertThat(resources.get(1).isAsDeclared()).isTrue();
    }

    @Test
    void a_server_that_does_not_run_is_a_thing_of_its_own() {
        List<HostResource> resources = compare(
                new SambaShares(),
                sharing(Map.of()),
                "look-samba.sh",
                "ours [global]",
                "ours    workgroup = HOME",
                "included yes",
                "server failed",
                "boot enabled");

        assertThat(resources.get(0).isAsDeclared()).isTrue();
        assertThat(changes(resources.get(1))).containsExactly("state: failed -> active");
        assertThat(resources.get(1).needs()).containsExactly("Samba shares");
    }

    @Test
    void a_share_that_somebody_else_wrote_is_refused() {
        assertThat(compare(
                                new SambaShares(),
                                sharing(Map.of(), share("media")),
                                "look-samba.sh",
                                "theirs global",
                                "theirs media")
                        .get(0)
                        .refusal()
                        .map(Subject.Refusal::why))
                .contains("/etc/samba/smb.conf has a share media that Phoenix did not write");
    }

    @Test
    void samba_that_is_declared_no_more_loses_what_phoenix_wrote_and_nothing_else() {
        assertThat(compare(new SambaShares(), DesiredHost.EMPTY, "look-samba.sh", "theirs media", "server active"))
                .isEmpty();
        assertThat(compare(new SambaShares(), DesiredHost.EMPTY, "look-samba.sh", "ours [media]", "included yes")
                        .get(0)
                        .action())
                .isEqualTo(Subject.Action.DELETE);
    }

    @Test
    void a_password_is_compared_without_being_sent_or_shown() {
        DesiredHost want = sharing(Map.of("joe", "password"));
        String same = "hash joe 8846F7EAEE8FB117AD06BDD830B7586C";

        assertThat(compare(new SambaUsers(), want, "look-samba-users.sh", "account joe", same)
                        .get(0)
                        .isAsDeclared())
                .isTrue();
        HostResource other = compare(
                        new SambaUsers(), want, "look-samba-users.sh", "account joe", "hash joe " + "0".repeat(32))
                .get(0);
        assertThat(changes(other)).containsExactly("password: another -> as declared");
        assertThat(preview(other))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix samba-users +joe",
                        "run on the node: make-samba-user.sh joe  (and what it reads)");
        assertThat(want.toString()).doesNotContain("=password");
    }

    @Test
    void a_user_of_samba_s_that_phoenix_let_in_and_that_is_declared_no_more_is_told_until_shut_out() {
        DesiredHost nobody = sharing(Map.of());
        String hash = "hash joe " + "0".repeat(32);
        HostFacts in = HostFacts.of(Map.of("look-samba-users.sh", hash, Made.LOOK, "samba-users\tjoe\n"));
        HostFacts out = HostFacts.of(Map.of("look-samba-users.sh", "account joe", Made.LOOK, "samba-users\tjoe\n"));

        assertThat(new SambaUsers().compare(nobody, in)).singleElement().matches(HostResource::isAsDeclared);
        assertThat(new SambaUsers().compare(nobody, in).get(0).remarks())
                .containsExactly("declared no more, and stays, for files may be theirs; to shut Samba to them:"
                        + " smbpasswd -x joe");
        assertThat(new SambaUsers().compare(nobody, out)).isEmpty();
        assertThat(compare(new SambaUsers(), nobody, "look-samba-users.sh", hash))
                .isEmpty();
    }

    @Test
    void a_server_that_phoenix_had_started_at_boot_is_told_when_samba_is_declared_no_more() {
        HostFacts facts = HostFacts.of(Map.of(
                "look-samba.sh", "server active\nboot enabled", Made.LOOK, "values\tSamba server at boot\tenabled\n"));

        assertThat(new SambaShares().compare(DesiredHost.EMPTY, facts).get(0).remarks())
                .singleElement()
                .asString()
                .startsWith("declared no more, and stays enabled; to stop it: systemctl disable --now smbd");
        assertThat(compare(new SambaShares(), DesiredHost.EMPTY, "look-samba.sh", "boot enabled"))
                .isEmpty();
    }

    @Test
    void a_user_without_a_password_is_made_and_said() {
        HostResource user = compare(new SambaUsers(), sharing(Map.of("joe", "")), "look-samba-users.sh")
                .get(0);

        assertThat(changes(user)).containsExactly("account:  -> joe");
        assertThat(user.remarks().get(0)).contains("joe cannot log in");
    }

    @Test
    void hashes_are_those_of_the_standard() {
        assertThat(NtHash.of("")).isEqualTo("31D6CFE0D16AE931B73C59D7E0C089C0");
        assertThat(NtHash.of("password")).isEqualTo("8846F7EAEE8FB117AD06BDD830B7586C");
        assertThat(NtHash.of("x".repeat(100))).hasSize(32);
    }

    @Test
    void a_folder_gets_the_declared_owner_and_mode_and_keeps_what_is_not_declared() {
        HostServices.Export owned = new HostServices.Export("/tank/media", List.of("*"), List.of(), "joe:joe", "0750");

        assertThat(changes(compare(
                                new SharedFolders(),
                                exporting(owned),
                                "look-folders.sh",
                                "folder root:root 755 /tank/media")
                        .get(0)))
                .containsExactly("owner: root:root -> joe:joe", "mode: 755 -> 750");
        assertThat(compare(new SharedFolders(), exporting(MEDIA), "look-folders.sh", "folder root:root 755 /tank/media")
                        .get(0)
                        .isAsDeclared())
                .isTrue();
        assertThat(compare(new SharedFolders(), exporting(MEDIA), "look-folders.sh", "other root:root 644 /tank/media")
                        .get(0)
                        .refusal())
                .isPresent();
    }
}
