package phoenix.orchestrator.host.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostFolder;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;

class FoldersTest {
    private static final HostFolder CERTIFICATES = new HostFolder("certs", "/srv/certs", "", "750");

    private static List<HostResource> compare(DesiredHost want, String... made) {
        return new Folders().compare(want, HostFacts.of(Map.of(Made.LOOK, String.join("\n", made))));
    }

    @Test
    void a_folder_is_noted_before_it_is_made() {
        List<HostResource> found = compare(DesiredHost.EMPTY.withFolders(List.of(CERTIFICATES)));

        assertThat(found.get(0).acts())
                .flatExtracting(act -> act.preview())
                .containsExactly(
                        "run on the node: note-made.sh /var/lib/phoenix folders +/srv/certs",
                        "run on the node: mkdir -p /srv/certs",
                        "run on the node: note-made.sh /var/lib/phoenix values '+mode of folder /srv/certs\t750'",
                        "run on the node: chmod 750 /srv/certs");
    }

    @Test
    void one_that_is_declared_no_more_stays_and_is_told() {
        List<HostResource> told = compare(DesiredHost.EMPTY, "folders\t/srv/old certs");

        assertThat(told).singleElement().matches(HostResource::isAsDeclared);
        assertThat(told.get(0).remarks())
                .containsExactly("it is declared no more and stays, with what is in it; to remove it when it is empty:"
                        + " rmdir '/srv/old certs'");
    }

    @Test
    void one_that_the_file_names_for_another_purpose_is_not_told() {
        HostServices.Export export = new HostServices.Export("/srv/certs", List.of("*"), List.of(), "", "");
        HostServices exporting =
                new HostServices(List.of(export), null, List.of(), new TreeMap<>(), null, null, null, List.of());

        assertThat(compare(DesiredHost.EMPTY.with(exporting), "folders\t/srv/certs"))
                .isEmpty();
    }
}
