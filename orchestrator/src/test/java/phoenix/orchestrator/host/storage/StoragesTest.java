package phoenix.orchestrator.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.api.StorageConfigApi;

class StoragesTest {
    private static HostResource compare(HostStorage want, Map<String, String> found) {
        return new Storages()
                .compare(
                        DesiredHost.EMPTY.withStorages(List.of(want)),
                        new HostFacts(Map.of(), Map.of(StorageConfigApi.list().toString(), List.of(found))))
                .get(0);
    }

    private static HostStorage pool(String id, String... content) {
        return new HostStorage(id, "zfspool", Set.of(content), new TreeMap<>(Map.of("pool", "tank/lxc")), "tank/lxc");
    }

    @Test
    void content_is_a_set() {
        Map<String, String> found =
                Map.of("storage", "tank-lxc", "type", "zfspool", "pool", "tank/lxc", "content", "rootdir,images");

        assertThat(compare(pool("tank-lxc", "images", "rootdir"), found).isAsDeclared())
                .isTrue();
    }

    @Test
    void a_storage_whose_name_begins_alike_is_another_one() {
        Map<String, String> found = Map.of("storage", "tank-lxc-sync", "type", "zfspool", "content", "images");

        assertThat(compare(pool("tank-lxc", "images"), found).acts().get(1).preview())
                .containsExactly("POST /storage content=images pool=tank/lxc storage=tank-lxc type=zfspool");
    }

    @Test
    void another_type_is_refused() {
        Map<String, String> found = Map.of("storage", "tank-lxc", "type", "dir", "path", "/x", "content", "images");

        assertThat(compare(pool("tank-lxc", "images"), found)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("type 'dir'");
    }

    @Test
    void only_what_differs_is_sent() {
        Map<String, String> found = Map.of(
                "storage", "tank-lxc", "type", "zfspool", "pool", "tank/lxc", "content", "images", "sparse", "1");

        assertThat(compare(pool("tank-lxc", "rootdir"), found).acts().get(0).preview())
                .containsExactly("PUT /storage/tank-lxc content=rootdir");
    }

    private static HostResource dropped(String made, String lines) {
        Map<String, String> mine = Map.of("storage", "tank-lxc", "type", "zfspool", "content", "images");
        Map<String, String> other = Map.of("storage", "local", "type", "dir", "content", "iso");
        List<HostResource> found = new Storages()
                .compare(
                        DesiredHost.EMPTY,
                        new HostFacts(
                                Map.of(Made.LOOK, made, "look-storages.sh", lines),
                                Map.of(StorageConfigApi.list().toString(), List.of(mine, other))));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void a_storage_of_phoenix_s_that_is_declared_no_more_goes_by_consent_and_others_stay() {
        HostResource gone = dropped("storages\ttank-lxc\nstorages\tlong-gone\nroles\tlocal\n", "");

        assertThat(gone.name()).isEqualTo("storage tank-lxc");
        assertThat(gone.missing(Set.of())).containsExactly(HostConsent.REMOVAL);
        assertThat(gone.acts().stream().flatMap(act -> act.preview().stream()))
                .containsExactly(
                        "DELETE /storage/tank-lxc",
                        "run on the node: note-made.sh /var/lib/phoenix storages -tank-lxc");
    }

    @Test
    void a_storage_that_guests_use_is_not_taken_from_them() {
        assertThat(dropped("storages\ttank-lxc\n", "used tank-lxc 950\n")
                        .refusal()
                        .map(Subject.Refusal::why))
                .contains("it is declared no more, and guests have something on it: 950");
    }
}
