package phoenix.orchestrator.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.plan.Change;
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

    /** What Proxmox says of a storage: {@code storage=tank type=dir}. */
    private static Map<String, String> storage(String options) {
        return Arrays.stream(options.split(" ", -1))
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    }

    @Test
    void content_is_a_set() {
        Map<String, String> found = storage("storage=tank-lxc type=zfspool pool=tank/lxc content=rootdir,images");

        assertThat(compare(pool("tank-lxc", "images", "rootdir"), found).isAsDeclared())
                .isTrue();
    }

    @Test
    void a_storage_whose_name_begins_alike_is_another_one() {
        Map<String, String> found = storage("storage=tank-lxc-sync type=zfspool content=images");

        assertThat(compare(pool("tank-lxc", "images"), found).acts().get(2).preview())
                .containsExactly("POST /storage content=images pool=tank/lxc storage=tank-lxc type=zfspool");
    }

    @Test
    void another_type_is_refused() {
        Map<String, String> found = storage("storage=tank-lxc type=dir path=/x content=images");

        assertThat(compare(pool("tank-lxc", "images"), found)
                        .refusal()
                        .orElseThrow()
                        .why())
                .contains("type 'dir'");
    }

    @Test
    void only_what_differs_is_sent() {
        Map<String, String> found = storage("storage=tank-lxc type=zfspool pool=tank/lxc content=images sparse=1");

        assertThat(preview(compare(pool("tank-lxc", "rootdir"), found)))
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix values '+content of storage tank-lxc\trootdir'",
                        "PUT /storage/tank-lxc content=rootdir");
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().flatMap(act -> act.preview().stream()).toList();
    }

    private static HostStorage share(String preallocation) {
        return new HostStorage(
                "media",
                "cifs",
                Set.of("iso"),
                new TreeMap<>(Map.of("server", "s", "share", "m", "preallocation", preallocation)),
                new HostServices.Password("sesame"),
                "");
    }

    @Test
    void what_is_set_is_noted_but_for_what_stays_for_good_and_for_secrets() {
        assertThat(preview(compare(share("metadata"), Map.of("storage", "local")))
                        .get(1))
                .isEqualTo("run on the node: note-made.sh /var/lib/phoenix values '+content of storage media\tiso'"
                        + " '+preallocation of storage media\tmetadata' '+server of storage media\ts'");
    }

    @Test
    void a_password_is_sent_where_proxmox_keeps_none_or_another_and_never_shown() {
        Map<String, String> found = storage("storage=media type=cifs server=s share=m preallocation=off content=iso");
        String same = "password media 931ae3524f5dcf103b4c50eaf6db5ec14f5e209c3ec44f14141f4dcad20beed7\n";

        HostResource made = compare(share("off"), Map.of("storage", "local"));
        HostResource without = withPassword("", found);
        HostResource another = withPassword("password media 00\n", found);

        assertThat(made.toString() + preview(made)).contains("password=***").doesNotContain("sesame");
        assertThat(made.changes()).extracting(Change::attribute).contains("password");
        assertThat(without.changes()).singleElement().hasToString("password: as declared");
        assertThat(another.changes()).singleElement().hasToString("password: another -> as declared");
        assertThat(preview(another)).contains("PUT /storage/media password=***");
        assertThat(withPassword(same, found).isAsDeclared()).isTrue();
    }

    private static HostResource withPassword(String look, Map<String, String> found) {
        return new Storages()
                .compare(
                        DesiredHost.EMPTY.withStorages(List.of(share("off"))),
                        new HostFacts(
                                Map.of("look-storages.sh", look),
                                Map.of(StorageConfigApi.list().toString(), List.of(found))))
                .get(0);
    }

    private static List<HostResource> all(String noted, Map<String, String> found, HostStorage... want) {
        return new Storages()
                .compare(
                        DesiredHost.EMPTY.withStorages(List.of(want)),
                        new HostFacts(
                                Map.of(Made.LOOK, noted),
                                Map.of(StorageConfigApi.list().toString(), List.of(found))));
    }

    private static List<String> told(List<HostResource> resources) {
        return resources.stream()
                .flatMap(resource -> resource.remarks().stream().map(remark -> resource.name() + ": " + remark))
                .toList();
    }

    @Test
    void an_option_that_phoenix_set_and_that_is_declared_no_more_is_deleted_unless_somebody_set_another() {
        Map<String, String> found =
                storage("storage=tank-lxc type=zfspool pool=tank/lxc content=images sparse=1 nodes=a,b");
        String noted = "values\tsparse of storage tank-lxc\t1\nvalues\tnodes of storage tank-lxc\ta\n";

        HostResource back = all(noted, found, pool("tank-lxc", "images")).get(0);

        assertThat(back.changes())
                .extracting(Change::toString)
                .containsExactly("sparse: 1 -> (removed)  (declared no more)");
        assertThat(preview(back))
                .containsExactly(
                        "PUT /storage/tank-lxc delete=sparse",
                        "run on the node: note-made.sh /var/lib/phoenix values '-sparse of storage tank-lxc'");
    }

    @Test
    void one_without_which_data_would_go_elsewhere_or_away_is_told_instead() {
        Map<String, String> found =
                storage("storage=tank-lxc type=zfspool pool=tank/lxc content=images prune-backups=keep-last=3");
        String noted = "values\tprune-backups of storage tank-lxc\tkeep-last=3\n";

        List<HostResource> all = all(noted, found, pool("tank-lxc", "images"));

        assertThat(all).allMatch(HostResource::isAsDeclared);
        assertThat(told(all))
                .containsExactly("prune-backups of storage tank-lxc: declared no more, and stays keep-last=3;"
                        + " to take it back: pvesm set tank-lxc --delete prune-backups; to hear no more of it, remove its"
                        + " line from /var/lib/phoenix/values");
    }

    @Test
    void what_phoenix_set_of_a_storage_that_it_only_found_is_told_when_the_storage_is_declared_no_more() {
        Map<String, String> local = storage("storage=local type=dir content=vztmpl,iso shared=0");

        assertThat(told(all("values\tcontent of storage local\tiso,vztmpl\n", local)))
                .containsExactly(
                        "content of storage local: declared no more, and stays iso,vztmpl; to set another: pvesm set"
                                + " local --content VALUE; to hear no more of it, remove its line from /var/lib/phoenix/values");
        assertThat(all("", local)).isEmpty();
    }

    private static HostResource dropped(String made, String lines) {
        Map<String, String> mine = storage("storage=tank-lxc type=zfspool content=images");
        Map<String, String> other = storage("storage=local type=dir content=iso");
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
