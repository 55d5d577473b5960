package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StorageTest extends LabTest {
    private static final String STORAGE = "/nodes/pve/storage";

    @Test
    void there_is_a_folder_and_a_pool() throws IOException {
        Answer answer = root().get("/storage");

        assertThat(answer.each("storage")).containsExactly("local", "local-zfs");
        assertThat(answer.each("type")).containsExactly("dir", "zfspool");
        assertThat(List.of(answer.each("content").get(1).split(","))).containsExactlyInAnyOrder("rootdir", "images");
        assertThat(Files.readString(lab.node().root().resolve("etc/pve/storage.cfg")))
                .contains("zfspool: local-zfs\n\tpool rpool/data\n");
    }

    @Test
    void states_tell_space_and_can_be_narrowed() {
        assertThat(root().get(STORAGE).data()).hasSize(2);
        assertThat(root().get(STORAGE + "?content=rootdir").each("storage")).containsExactly("local-zfs");
        assertThat(root().get(STORAGE + "/local-zfs/status")
                        .data()
                        .path("total")
                        .asLong(0))
                .isPositive();
        assertThat(root().get(STORAGE + "?storage=fast").error("storage")).isEqualTo("No such storage.");
    }

    @Test
    void content_lists_templates_and_guests_volumes() {
        lab.create(101);

        Answer templates = root().get(STORAGE + "/local/content?content=vztmpl");
        Answer volumes = root().get(STORAGE + "/local-zfs/content?vmid=101");

        assertThat(templates.each("volid")).containsExactly(Lab.TEMPLATE);
        assertThat(templates.each("format")).containsExactly("tzst");
        assertThat(volumes.each("volid")).containsExactly("local-zfs:subvol-101-disk-0");
        assertThat(volumes.each("content")).containsExactly("rootdir");
        assertThat(volumes.each("size")).containsExactly(Long.toString(4L << 30));
    }

    @Test
    void a_volume_is_named_with_or_without_its_storage_and_escaped_or_not() {
        String template = Lab.TEMPLATE.replace("local:", "");

        for (String volume : List.of(template, Lab.TEMPLATE, Lab.TEMPLATE.replace("/", "%2F"))) {
            assertThat(root().get(STORAGE + "/local/content/" + volume)
                            .data()
                            .path("path")
                            .asString(""))
                    .isEqualTo("/var/lib/vz/template/cache/debian-12-standard_12.7-1_amd64.tar.zst");
        }
        assertThat(root().get(STORAGE + "/local-zfs/content/" + Lab.TEMPLATE).error("volume"))
                .isEqualTo("storage ID mismatch (local != local-zfs)\n");
    }

    @Test
    void a_template_is_deleted_and_made_again() {
        assertThat(lab.done(root().delete(STORAGE + "/local/content/" + Lab.TEMPLATE)))
                .isEqualTo("OK");
        assertThat(root().get(STORAGE + "/local/content?content=vztmpl").data()).isEmpty();

        String made = lab.done(root().post(
                        "/nodes/pve/aplinfo",
                        Map.of("storage", "local", "template", Lab.TEMPLATE.replaceFirst(".*/", ""))));

        assertThat(made).isEqualTo("OK");
        assertThat(root().get(STORAGE + "/local/content?content=vztmpl").each("volid"))
                .containsExactly(Lab.TEMPLATE);
    }

    @Test
    void templates_belong_on_a_storage_for_them() {
        Answer answer = root().post(
                        "/nodes/pve/aplinfo",
                        Map.of("storage", "local-zfs", "template", Lab.TEMPLATE.replaceFirst(".*/", "")));

        assertThat(answer.message()).isEqualTo("storage 'local-zfs' does not support templates\n");
    }
}
