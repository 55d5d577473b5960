package phoenix.orchestrator.host.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostUser;
import phoenix.orchestrator.desired.host.HostUser.PasswordHash;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnFile;

@SuppressWarnings("StringConcatToTextBlock")
class UsersTest {
    private static final String HASH = "$y$j9T$salt$hash";

    private static List<HostResource> compare(String facts, HostUser... users) {
        return new Users()
                .compare(DesiredHost.EMPTY.withUsers(List.of(users)), HostFacts.of(Map.of("look-users.sh", facts)));
    }

    private static List<String> acts(HostResource resource) {
        return resource.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    @Test
    void a_hash_is_never_shown_and_never_an_argument() {
        HostResource found = compare("", new HostUser("ada", new PasswordHash(HASH), true, null, "", null))
                .get(0);

        assertThat(acts(found))
                .contains("run on the node: set-hash.sh ada  (and what it reads)")
                .noneMatch(line -> line.contains("j9T"));
        assertThat(found.changes()).noneMatch(change -> change.toString().contains("j9T"));
    }

    @Test
    void sudo_asks_for_the_password_of_one_who_has_one() {
        HostResource found = compare("", new HostUser("ada", new PasswordHash(HASH), true, null, "", null))
                .get(0);

        assertThat(acts(found)).contains("    ada ALL=(ALL:ALL) ALL");
        assertThat(found.remarks()).isEmpty();
    }

    @Test
    void a_changed_hash_of_a_user_that_is_there_is_applied() {
        HostUser ada = new HostUser("ada", new PasswordHash("x"), false, null, "", null);
        String same = "account\tada\t/home/ada\n"
                + "hash\tada\t2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\n";

        assertThat(compare(same, ada).get(0).isAsDeclared()).isTrue();
        assertThat(compare(same.replace("2d", "3d"), ada).get(0).changes())
                .extracting(change -> change.attribute())
                .containsExactly("password hash");
    }

    @Test
    void keys_that_the_file_drops_go_and_one_user_s_name_is_no_other_s_beginning() {
        String facts = "account\tada\t/home/ada\naccount\tadalbert\t/home/adalbert\n"
                + "key\tada\tssh-ed25519 AAAA ada\nkey\tadalbert\tssh-ed25519 BBBB other\n";

        HostResource found = compare(facts, new HostUser("ada", null, false, List.of(), "", null))
                .get(0);

        assertThat(found.changes()).extracting(change -> change.after()).containsExactly("");
        assertThat(acts(found)).containsExactly("run on the node: set-keys.sh ada");
    }

    @Test
    void one_that_phoenix_only_found_and_that_is_declared_no_more_loses_sudo_and_keys_of_phoenix_s() {
        String sudo = Base64.getEncoder()
                .encodeToString((OwnFile.MARK + "ada ALL=(ALL:ALL) ALL\n").getBytes(StandardCharsets.UTF_8));
        String file = "regular file\t440\troot:root\t0:0\t/etc/sudoers.d/phoenix-ada\t" + sudo + "\n";
        String look = "keeper\tada\naccount\tada\t/home/ada\nkey\tada\tssh-ed25519 AAAA ada\n";

        List<HostResource> found = new Users()
                .compare(DesiredHost.EMPTY, HostFacts.of(Map.of("look-users.sh", look, "files-of-sudo", file)));

        assertThat(found).singleElement().extracting(HostResource::name).isEqualTo("user ada");
        assertThat(acts(found.get(0)))
                .containsExactly(
                        "run on the node: rm -f /etc/sudoers.d/phoenix-ada", "run on the node: set-keys.sh ada");
    }

    @Test
    void keys_of_a_declared_user_are_not_taken_from_another_name_with_the_same_home() {
        String look = "keeper\tada\nkeeper\tadmin\naccount\tada\t/home/ada\naccount\tadmin\t/home/ada\n"
                + "key\tada\tssh-ed25519 AAAA ada\nkey\tadmin\tssh-ed25519 AAAA ada\n";

        assertThat(compare(look, new HostUser("ada", null, false, List.of("ssh-ed25519 AAAA ada"), "", null)))
                .singleElement()
                .matches(HostResource::isAsDeclared);
    }

    @Test
    void one_that_phoenix_made_and_that_is_declared_no_more_is_locked_and_stays() {
        String facts = "ours\tada\naccount\tada\t/home/ada\n";

        assertThat(acts(compare(facts).get(0))).containsExactly("run on the node: usermod --expiredate 1 ada");
        assertThat(compare(facts + "expired\tada\tyes\n").get(0).isAsDeclared()).isTrue();
    }
}
