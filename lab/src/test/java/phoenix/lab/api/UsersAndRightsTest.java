package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Users, groups, roles and access rules by the API. */
final class UsersAndRightsTest extends LabTest {
    private void made(Answer answer) {
        assertThat(answer.status()).as(answer.message()).isEqualTo(200);
    }

    private String userFile() throws IOException {
        return Files.readString(lab.node().root().resolve("etc/pve/user.cfg"));
    }

    @Test
    void a_user_in_a_group_with_a_role_gets_its_rights() throws IOException {
        made(root().post("/access/groups", form("groupid", "ops")));
        made(root().post(
                        "/access/users",
                        form("userid", "joe@pve", "groups", "ops", "comment", "a:b", "password", "secret-word")));
        made(root().post("/access/roles", form("roleid", "Watcher", "privs", "VM.Audit,Sys.Audit")));
        made(root().put("/access/acl", form("path", "/", "groups", "ops", "roles", "Watcher")));

        assertThat(userFile())
                .contains(
                        "user:joe@pve:1:0:::" + ":a%3Ab::\n",
                        "group:ops:joe@pve::\n", "role:Watcher:Sys.Audit,VM.Audit:\n")
                .contains("acl:1:/:@ops:Watcher:\n");
        Answer ticket = root().post("/access/ticket", form("username", "joe@pve", "password", "secret-word"));
        assertThat(ticket.data().path("cap").path("vms").path("VM.Audit").asInt(0))
                .isEqualTo(1);
        assertThat(root().post("/access/ticket", form("username", "joe@pve", "password", "wrong-word"))
                        .status())
                .isEqualTo(401);
        assertThat(root().get("/access/users/joe@pve").data().path("comment").asString(""))
                .isEqualTo("a:b");
        assertThat(root().get("/access/acl").each("ugid")).containsExactly("ops");
        made(root().put("/access/acl", form("path", "/", "groups", "ops", "roles", "Watcher", "delete", "1")));
        assertThat(root().get("/access/acl").each("ugid")).isEmpty();
        made(root().delete("/access/users/joe@pve"));
        assertThat(userFile()).contains("group:ops:::\n").doesNotContain("joe");
    }

    @Test
    void what_cannot_be_is_refused_in_proxmoxs_words() {
        assertThat(root().post("/access/users", form("userid", "root@pam")).message())
                .isEqualTo("create user failed: user 'root@pam' already exists\n");
        assertThat(root().put("/access/users/no@pve", form("comment", "x")).message())
                .isEqualTo("update user failed: no such user ('no@pve')\n");
        assertThat(root().put("/access/roles/PVEAdmin", form("privs", "VM.Audit"))
                        .message())
                .isEqualTo("auto-generated role 'PVEAdmin' cannot be modified\n");
        Answer noPrivilege = root().post("/access/roles", form("roleid", "X", "privs", "VM.Audit,VM.Fly"));
        assertThat(noPrivilege.status()).isEqualTo(400);
        assertThat(noPrivilege.error("privs")).isEqualTo("invalid format - invalid privilege 'VM.Fly'\n");
        assertThat(root().put("/access/roles/X", form("privs", "VM.Fly")).error("privs"))
                .isEqualTo("invalid format - invalid privilege 'VM.Fly'\n");
        assertThat(root().post("/access/roles", form("roleid", "pveMine")).error("roleid"))
                .isEqualTo("cannot use role ID starting with the (case-insensitive) 'PVE' namespace");
        assertThat(root().put("/access/acl", form("path", "/", "users", "root@pam", "roles", "X"))
                        .message())
                .isEqualTo("ACL update failed: role 'X' does not exist\n");
        assertThat(root().put("/access/acl", form("path", "/wrong", "users", "root@pam", "roles", "PVEAdmin"))
                        .error("path"))
                .isEqualTo("invalid ACL path '/wrong'");
        assertThat(root().put("/access/acl", form("path", "/", "roles", "PVEAdmin"))
                        .error("users"))
                .isEqualTo("either 'users', 'groups' or 'tokens' is required.");
    }

    private RawClient tokenWith(String rules) throws IOException {
        String secret = root().post("/access/users/root@pam/token/apart", form())
                .data()
                .path("value")
                .asString("");
        Files.writeString(lab.node().root().resolve("etc/pve/user.cfg"), userFile() + rules);
        return RawClient.token(lab.server(), "root@pam!apart=" + secret);
    }

    @Test
    void a_user_is_shown_with_groups_and_tokens_and_with_an_empty_address_only_if_more_follows_it() {
        made(root().post("/access/groups", form("groupid", "ops")));
        made(root().post("/access/users", form("userid", "joe@pve")));
        made(root().post("/access/users", form("userid", "ann@pve", "groups", "ops", "comment", "x", "enable", "0")));
        made(root().post("/access/users/ann@pve/token/ci", form("privsep", "0", "comment", "y")));

        var joe = root().get("/access/users/joe@pve").data();
        var ann = root().get("/access/users/ann@pve").data();

        assertThat(joe.toString()).isEqualTo("{\"enable\":1,\"expire\":0,\"groups\":[],\"tokens\":null}");
        assertThat(ann.toString())
                .isEqualTo("{\"email\":\"\",\"comment\":\"x\",\"enable\":0,\"expire\":0,\"groups\":[\"ops\"],"
                        + "\"tokens\":{\"ci\":{\"expire\":0,\"privsep\":0,\"comment\":\"y\"}}}");
        assertThat(root().get("/access/users?full=1").data().toString())
                .contains(
                        "\"groups\":\"ops\",\"tokens\":[{\"expire\":0,\"privsep\":0,\"comment\":\"y\",\"tokenid\":\"ci\"}]");
        assertThat(root().get("/access/users").data().toString()).doesNotContain("tokens", "groups");
    }

    @Test
    void a_new_token_is_answered_with_what_was_given_as_text_and_its_default_as_a_number() {
        assertThat(root().post("/access/users/root@pam/token/one", form())
                        .data()
                        .path("info")
                        .toString())
                .isEqualTo("{\"privsep\":1}");
        assertThat(root().post("/access/users/root@pam/token/two", form("privsep", "0", "expire", "4000000000"))
                        .data()
                        .path("info")
                        .toString())
                .isEqualTo("{\"privsep\":\"0\",\"expire\":\"4000000000\"}");
        assertThat(root().get("/access/users/root@pam/token/two").data().toString())
                .isEqualTo("{\"expire\":4000000000,\"privsep\":0}");
        assertThat(root().put("/access/users/root@pam/token/two", form("privsep", "1"))
                        .data()
                        .toString())
                .isEqualTo("{\"expire\":4000000000,\"privsep\":\"1\"}");
    }

    @Test
    void a_user_who_is_gone_is_missed_by_the_check_of_rights_which_is_not_made_of_root() throws IOException {
        made(root().post("/access/users", form("userid", "joe@pve")));
        RawClient admin = tokenWith("acl:1:/:root@pam!apart:Administrator:\n");

        made(admin.delete("/access/users/joe@pve"));
        Answer again = admin.delete("/access/users/joe@pve");
        Answer byRoot = root().delete("/access/users/joe@pve");

        assertThat(again.status()).isEqualTo(500);
        assertThat(again.message()).isEqualTo("no such user ('joe@pve')\n");
        assertThat(admin.get("/access/users/joe@pve").message()).isEqualTo("no such user ('joe@pve')\n");
        assertThat(admin.put("/access/users/joe@pve", form("comment", "x")).message())
                .isEqualTo("no such user ('joe@pve')\n");
        assertThat(admin.get("/access/users/joe@pve/token").message()).isEqualTo("Permission check failed\n");
        assertThat(byRoot.status()).isEqualTo(200);
    }

    @Test
    void who_lacks_a_right_on_users_learns_which() throws IOException {
        made(root().post("/access/groups", form("groupid", "ops", "comment", "who: is on call")));
        made(root().post("/access/groups", form("groupid", "dev")));
        made(root().post("/access/users", form("userid", "joe@pve", "groups", "dev")));
        made(root().post("/access/users", form("userid", "ann@pve", "groups", "ops")));
        RawClient token = tokenWith("role:Users:User.Modify:\nacl:1:/access/groups/ops:root@pam!apart:Users:\n");

        assertThat(token.post("/access/users", form("userid", "new@pve")).message())
                .isEqualTo("Permission check failed (/access/realm/pve, Realm.AllocateUser)\n");
        assertThat(token.put("/access/users/ann@pve", form("groups", "ops,dev")).message())
                .isEqualTo("Permission check failed (/access/groups/dev, User.Modify)\n");
        assertThat(token.put("/access/users/ann@pve", form("comment", "x")).message())
                .isEqualTo("Permission check failed (/access/groups, User.Modify)\n");
        made(token.put("/access/users/ann@pve", form("groups", "ops", "comment", "x")));
        assertThat(token.put("/access/users/joe@pve", form("groups", "ops")).message())
                .isEqualTo("Permission check failed\n");
        assertThat(token.get("/access/users").each("userid")).containsExactly("ann@pve");
        assertThat(token.get("/access/groups").data().toString())
                .isEqualTo("[{\"comment\":\"who: is on call\",\"groupid\":\"ops\",\"users\":\"ann@pve\"}]");
    }

    @Test
    void a_rule_is_taken_only_from_those_who_are_there_and_given_only_by_who_has_as_much() throws IOException {
        made(root().post("/access/users", form("userid", "joe@pve")));
        RawClient some = tokenWith("acl:1:/vms/100:root@pam!apart:PVEVMAdmin:\n");

        assertThat(root().put("/access/acl", form("path", "/", "users", "no@pve", "roles", "PVEAdmin", "delete", "1"))
                        .message())
                .isEqualTo("ACL update failed: user 'no@pve' does not exist\n");
        assertThat(root().put("/access/acl", form("path", "/", "tokens", "joe@pve!no", "roles", "PVEAdmin"))
                        .message())
                .isEqualTo("ACL update failed: no such token 'no' for user 'joe@pve'\n");
        made(root().put("/access/acl", form("path", "vms//100/", "users", "joe@pve", "roles", "PVEVMUser")));
        assertThat(userFile()).contains("acl:1:/vms/100:joe@pve:PVEVMUser:\n");
        made(some.put("/access/acl", form("path", "/vms/100", "users", "joe@pve", "roles", "PVEVMAdmin")));
        assertThat(some.put("/access/acl", form("path", "/vms/100", "users", "joe@pve", "roles", "PVEAdmin"))
                        .error("role"))
                .isEqualTo("Cannot add role 'PVEAdmin' - requires 'Permissions.Modify' or superset of privileges.");
        assertThat(some.put("/access/acl", form("path", "/storage/local", "users", "joe@pve", "roles", "PVEAdmin"))
                        .message())
                .isEqualTo("Permission check failed (/storage/local, Permissions.Modify|Datastore.Allocate)\n");
    }
}
