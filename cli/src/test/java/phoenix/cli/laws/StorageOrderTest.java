package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.api.StorageConfigApi;

/** Proxmox lists its storages in another order with each answer. */
class StorageOrderTest {
    @Test
    void of_several_storages_for_snippets_the_same_is_taken_in_whatever_order_they_are_listed(@TempDir Path folder) {
        Fleet fleet = TwoGuests.declaredIn(folder);
        try (SmallNode node =
                new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"))) {
            assertThat(node.look(fleet).facts().snippetStorage()).contains("local");
            node.client().send(StorageConfigApi.update("local", Map.of("content", "iso,vztmpl,import")));
            for (String name : new String[] {"second", "first"}) {
                node.client()
                        .send(StorageConfigApi.create(
                                name, "dir", Map.of("path", "/srv/" + name, "content", "snippets")));
            }

            assertThat(node.look(fleet).facts().snippetStorage()).contains("first");
        }
    }
}
