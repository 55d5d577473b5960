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
        assertThat(root().post("/access/roles", form("roleid", "X", "privs", "VM.Fly"))
                        .message())
                .isEqualTo("create role failed: invalid privilege 'VM.Fly'\n");
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
}
