package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The firewalls of cluster and node: options, rules, groups, aliases and sets of addresses, and the files that hold them. */
final class ClusterFirewallTest extends LabTest {
    private static final String CLUSTER = "/cluster/firewall";
    private static final String NODE = "/nodes/pve/firewall";

    private Path file(String name) {
        return lab.node().root().resolve("etc/pve").resolve(name);
    }

    private void made(Answer answer) {
        assertThat(answer.status()).as(answer.message()).isEqualTo(200);
    }

    @Test
    void everything_of_the_cluster_stands_in_one_file() {
        made(root().put(CLUSTER + "/options", form("enable", "1", "policy_in", "DROP")));
        made(root().post(CLUSTER + "/aliases", form("name", "Office", "cidr", "10.1.0.0/16", "comment", "us")));
        made(root().post(CLUSTER + "/ipset", form("name", "friends", "comment", "theirs")));
        made(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.2.0.0/24")));
        made(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.2.0.9", "nomatch", "1", "comment", "not him")));
        made(root().post(CLUSTER + "/groups", form("group", "web", "comment", "all of it")));
        made(root().post(
                        CLUSTER + "/groups/web",
                        form("type", "in", "action", "ACCEPT", "macro", "HTTPS", "enable", "1")));
        made(root().post(
                        CLUSTER + "/rules",
                        form("type", "in", "action", "ACCEPT", "source", "+friends", "enable", "1", "iface", "vmbr0")));
        made(root().put(NODE + "/options", form("enable", "1")));
        made(root().post(NODE + "/rules", form("type", "group", "action", "web", "enable", "1")));

        assertThat(file("firewall/cluster.fw")).hasContent("""
                [OPTIONS]

                enable: 1
                policy_in: DROP

                [ALIASES]

                Office 10.1.0.0/16 # us

                [IPSET friends] # theirs

                10.2.0.0/24
                !10.2.0.9 # not him

                [RULES]

                IN ACCEPT -i vmbr0 -source +friends

                [group web] # all of it

                IN HTTPS(ACCEPT)

                """);
        assertThat(file("nodes/pve/host.fw")).hasContent("[OPTIONS]\n\nenable: 1\n\n[RULES]\n\nGROUP web\n\n");
        assertThat(root().get(CLUSTER + "/options").data().path("enable").asInt(0))
                .isEqualTo(1);
        assertThat(root().get(CLUSTER + "/ipset/friends").each("cidr")).containsExactly("10.2.0.0/24", "10.2.0.9");
        assertThat(root().get(CLUSTER + "/groups").each("group")).containsExactly("web");
        assertThat(root().get(CLUSTER + "/groups/web").each("macro")).containsExactly("HTTPS");
        assertThat(root().get(CLUSTER + "/aliases").each("name")).containsExactly("Office");
    }

    @Test
    void names_of_sets_and_groups_are_kept_in_small_letters_and_found_by_no_other_spelling() {
        made(root().post(CLUSTER + "/ipset", form("name", "Friends")));
        made(root().post(CLUSTER + "/groups", form("group", "Web")));

        assertThat(root().get(CLUSTER + "/ipset").each("name")).containsExactly("friends");
        assertThat(root().get(CLUSTER + "/groups").each("group")).containsExactly("web");
        assertThat(root().post(CLUSTER + "/ipset/Friends", form("cidr", "10.2.0.1"))
                        .message())
                .isEqualTo("no such IPSet 'Friends'\n");
        assertThat(root().post(CLUSTER + "/groups/Web", form("type", "in", "action", "ACCEPT"))
                        .message())
                .isEqualTo("no such security group 'Web'\n");
        assertThat(root().post(CLUSTER + "/rules", form("type", "in", "action", "ACCEPT", "source", "+Friends"))
                        .error("source"))
                .isEqualTo("no such ipset 'Friends'");
        made(root().post(CLUSTER + "/rules", form("type", "in", "action", "ACCEPT", "source", "+friends")));
        assertThat(root().delete(CLUSTER + "/ipset/Friends").message()).isEqualTo("no such IPSet 'Friends'\n");
        assertThat(root().delete(CLUSTER + "/groups/Web").message()).isEqualTo("no such security group 'Web'\n");
        made(root().delete(CLUSTER + "/groups/web"));
    }

    @Test
    void what_is_not_empty_stays_and_what_is_not_there_is_named() {
        made(root().post(CLUSTER + "/ipset", form("name", "friends")));
        made(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.2.0.1")));
        made(root().post(CLUSTER + "/groups", form("group", "web")));
        made(root().post(CLUSTER + "/groups/web", form("type", "in", "action", "DROP")));

        assertThat(root().delete(CLUSTER + "/ipset/friends").message()).isEqualTo("IPSet 'friends' is not empty\n");
        assertThat(root().delete(CLUSTER + "/groups/web").message()).isEqualTo("Security group 'web' is not empty\n");
        assertThat(root().get(CLUSTER + "/groups/other").message()).isEqualTo("no such security group 'other'\n");
        assertThat(root().get(CLUSTER + "/ipset/other").message()).isEqualTo("no such IPSet 'other'\n");
        assertThat(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.2.0.1"))
                        .error("cidr"))
                .isEqualTo("address '10.2.0.1' already exists");
        assertThat(root().post(CLUSTER + "/groups/web", form("type", "group", "action", "web"))
                        .error("type"))
                .isEqualTo("security groups not allowed");
        assertThat(root().post(CLUSTER + "/aliases", form("name", "x1", "cidr", "10.0.0.1/8"))
                        .error("cidr"))
                .startsWith("invalid format - invalid IP address: Invalid prefix");
        made(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.3.0.0/16")));
        made(root().delete(CLUSTER + "/ipset/friends/10.3.0.0%2F16"));
        made(root().delete(CLUSTER + "/ipset/friends/10.2.0.1"));
        made(root().delete(CLUSTER + "/ipset/friends"));
        made(root().delete(CLUSTER + "/groups/web/0"));
        made(root().delete(CLUSTER + "/groups/web"));
        assertThat(file("firewall/cluster.fw")).doesNotExist();
    }

    @Test
    void groups_and_sets_keep_their_comment_whatever_happens_in_them() {
        made(root().post(CLUSTER + "/ipset", form("name", "Friends", "comment", "made by Phoenix")));
        made(root().post(CLUSTER + "/groups", form("group", "Web", "comment", "made by Phoenix")));
        made(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.2.0.1")));
        made(root().post(CLUSTER + "/groups/web", form("type", "in", "action", "DROP")));
        made(root().delete(CLUSTER + "/groups/web/0"));

        assertThat(root().get(CLUSTER + "/ipset").each("name")).containsExactly("friends");
        assertThat(root().get(CLUSTER + "/ipset").each("comment")).containsExactly("made by Phoenix");
        assertThat(root().get(CLUSTER + "/groups").each("comment")).containsExactly("made by Phoenix");
        assertThat(file("firewall/cluster.fw"))
                .content()
                .contains("[IPSET friends] # made by Phoenix\n", "[group web] # made by Phoenix\n");
    }

    @Test
    void a_set_with_addresses_goes_by_force() {
        made(root().post(CLUSTER + "/ipset", form("name", "friends")));
        made(root().post(CLUSTER + "/ipset/friends", form("cidr", "10.2.0.1")));

        made(root().delete(CLUSTER + "/ipset/friends?force=1"));

        assertThat(file("firewall/cluster.fw")).doesNotExist();
    }

    @Test
    void a_token_without_rights_may_not_touch_it() {
        String token = root().post("/access/users/root@pam/token/apart", form())
                .data()
                .path("value")
                .asString("");
        RawClient apart = RawClient.token(lab.server(), "root@pam!apart=" + token);

        assertThat(apart.put(CLUSTER + "/options", form("enable", "1")).message())
                .isEqualTo("Permission check failed (/, Sys.Modify)\n");
    }
}
