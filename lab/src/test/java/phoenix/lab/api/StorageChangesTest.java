package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Storages declared, changed and forgotten by the API. */
final class StorageChangesTest extends LabTest {
    private Path file(String name) {
        return lab.node().root().resolve(name);
    }

    @Test
    void a_folder_becomes_a_storage_and_is_changed_and_forgotten() {
        Answer made = root().post(
                        "/storage",
                        form("storage", "shared", "type", "dir", "path", "/srv/shared", "content", "iso,backup"));

        assertThat(made.status()).as(made.message()).isEqualTo(200);
        assertThat(file("srv/shared/template/iso")).isDirectory();
        assertThat(file("etc/pve/storage.cfg"))
                .content()
                .endsWith("\ndir: shared\n\tpath /srv/shared\n\tcontent backup,iso\n");
        assertThat(root().put("/storage/shared", form("content", "vztmpl", "disable", "1"))
                        .status())
                .isEqualTo(200);
        assertThat(root().get("/storage/shared").data().path("content").asString(""))
                .isEqualTo("vztmpl");
        assertThat(root().put("/storage/shared", form("delete", "disable")).status())
                .isEqualTo(200);
        assertThat(root().delete("/storage/shared").status()).isEqualTo(200);
        assertThat(root().get("/storage").each("storage")).containsExactly("local", "local-zfs");
        assertThat(file("srv/shared")).isDirectory();
    }

    @Test
    void a_shares_password_is_kept_apart_and_never_shown() {
        Answer made = root().post(
                        "/storage",
                        form(
                                "storage",
                                "win",
                                "type",
                                "cifs",
                                "server",
                                "10.0.0.9",
                                "share",
                                "data",
                                "username",
                                "joe",
                                "password",
                                "hush"));

        assertThat(made.status()).as(made.message()).isEqualTo(200);
        assertThat(file("etc/pve/storage.cfg")).content().doesNotContain("hush");
        assertThat(file("etc/pve/priv/storage/win.pw")).hasContent("password=hush\n");
        assertThat(root().get("/storage/win").data().toString()).doesNotContain("hush");
        root().delete("/storage/win");
        assertThat(file("etc/pve/priv/storage/win.pw")).doesNotExist();
    }

    @Test
    void what_a_type_does_not_have_is_refused() {
        assertThat(root().post("/storage", form("storage", "local", "type", "dir", "path", "/x"))
                        .message())
                .isEqualTo("create storage failed: storage ID 'local' already defined\n");
        assertThat(root().post("/storage", form("storage", "a1", "type", "dir")).message())
                .isEqualTo("missing value for required option 'path'\n");
        assertThat(root().post("/storage", form("storage", "a1", "type", "dir", "path", "/x", "sparse", "1"))
                        .message())
                .isEqualTo("unexpected property 'sparse'\n");
        assertThat(root().post("/storage", form("storage", "a1", "type", "zfspool", "pool", "p", "content", "iso"))
                        .message())
                .isEqualTo("storage does not support content type 'iso'\n");
        assertThat(root().put("/storage/local-zfs", form("pool", "other")).message())
                .isEqualTo("update storage failed: can't change value of fixed parameter 'pool'\n");
        assertThat(root().put("/storage/local-zfs", form("sparse", "0", "digest", "0"))
                        .message())
                .startsWith("update storage failed: detected modified configuration");
        assertThat(root().put("/storage/nowhere", form("content", "iso")).message())
                .isEqualTo("update storage failed: storage 'nowhere' does not exist\n");
        assertThat(root().delete("/storage/nowhere").message())
                .isEqualTo("delete storage failed: storage 'nowhere' does not exist\n");
    }
}
