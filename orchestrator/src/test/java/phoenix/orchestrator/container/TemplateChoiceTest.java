package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Found;
import phoenix.orchestrator.PlanView;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

class TemplateChoiceTest {
    private static final String SUM = "sha256:" + "ab".repeat(32);
    private static final String URL = "https://mirror.example.org/images/rootfs%20v2.tar.zst?token=1";

    @Test
    void a_bare_name_means_the_newest_version_by_its_numbers() {
        Actual node = node(
                "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst",
                "slow:vztmpl/debian-12-standard_12.10-1_amd64.tar.zst");

        assertThat(find("debian-12-standard", node).orElseThrow().volume())
                .hasToString("slow:vztmpl/debian-12-standard_12.10-1_amd64.tar.zst");
    }

    @Test
    void a_path_means_the_file_of_that_name_on_any_storage() {
        Actual node = node("slow:vztmpl/mine.tar.zst");

        assertThat(find("/mnt/pve/slow/template/cache/mine.tar.zst", node).orElseThrow())
                .isEqualTo(new TemplateChoice(VolumeId.parse("slow:vztmpl/mine.tar.zst"), true, "", ""));
    }

    @Test
    void a_volume_means_itself_and_no_file_of_that_name_on_another_storage() {
        Actual node = node("slow:vztmpl/mine.tar.zst");

        assertThat(find("local:vztmpl/mine.tar.zst", node)).isEmpty();
    }

    @Test
    void a_volume_that_is_missing_is_downloaded_to_its_own_storage() {
        assertThat(find("slow:vztmpl/" + Found.ARCHIVE, node()).orElseThrow())
                .isEqualTo(new TemplateChoice(VolumeId.parse("slow:vztmpl/" + Found.ARCHIVE), false, "", ""));
    }

    @Test
    void an_address_is_downloaded_under_the_name_that_proxmox_gives_it() {
        assertThat(TemplateChoice.find(new Origin.Template(URL, SUM), node()).orElseThrow())
                .isEqualTo(new TemplateChoice(VolumeId.parse("local:vztmpl/rootfs_20v2.tar.zst"), false, URL, SUM));
    }

    @Test
    void an_address_whose_file_is_there_is_not_downloaded_and_its_checksum_is_looked_at() {
        Plan plan = plan(new Origin.Template(URL, SUM), node("local:vztmpl/rootfs_20v2.tar.zst"));

        assertThat(previews(plan).findFirst().orElseThrow())
                .contains("sha256sum of local:vztmpl/rootfs_20v2.tar.zst is " + "ab".repeat(32));
        assertThat(previews(plan)).noneMatch(line -> line.contains("download-url"));
    }

    @Test
    void a_download_carries_the_checksum_and_the_container_waits_for_it() {
        Plan plan = plan(new Origin.Template(URL, SUM), node());

        Step first = plan.steps().get(0);
        assertThat(first.preview().get(0)).startsWith("run on the node: fetch-file.sh " + URL);
        assertThat(first.preview().get(1))
                .startsWith("or, on a node without wget: POST")
                .contains("/download-url");
        assertThat(new ProvideTemplate(
                                "pve",
                                TemplateChoice.find(new Origin.Template(URL, SUM), node())
                                        .orElseThrow(),
                                false)
                        .preview()
                        .get(0))
                .as("without a shell")
                .contains("/storage/local/download-url", "checksum=" + "ab".repeat(32), "checksum-algorithm=sha256");
        assertThat(plan.steps().get(1).needs()).containsExactly(first.key());
    }

    @Test
    void a_download_that_nothing_checks_is_told() {
        PlanView plan = new PlanView(plan(new Origin.Template(URL), node()));

        assertThat(plan.subject(900).remarks()).anyMatch(remark -> remark.contains("template_checksum is not given"));
    }

    @Test
    void of_two_checksums_of_one_file_both_are_looked_at() {
        Actual node = node("local:vztmpl/mine.tar.zst");
        String other = "sha256:" + "cd".repeat(32);

        Plan plan = PlanView.of(
                        node,
                        Redo.NOTHING,
                        new Wanted(new VmId(900), "one", new Origin.Template("local:vztmpl/mine.tar.zst", SUM)).value(),
                        new Wanted(new VmId(901), "two", new Origin.Template("local:vztmpl/mine.tar.zst", other))
                                .value())
                .plan();

        assertThat(previews(plan).filter(line -> line.startsWith("sha256sum"))).hasSize(2);
    }

    private static Optional<TemplateChoice> find(String name, Actual node) {
        return TemplateChoice.find(new Origin.Template(name), node);
    }

    private static Plan plan(Origin origin, Actual node) {
        return PlanView.of(node, Redo.NOTHING, new Wanted(new VmId(900), "base", origin).value())
                .plan();
    }

    private static Stream<String> previews(Plan plan) {
        return plan.steps().stream().flatMap(step -> step.preview().stream());
    }

    private static Actual node(String... templates) {
        return new Actual(
                "pve",
                new TreeMap<>(),
                List.of(templates).stream().map(VolumeId::parse).toList(),
                List.of(Found.ARCHIVE),
                Optional.of("local"),
                new TreeMap<>(Map.of(
                        "local", Set.of("vztmpl"), "slow", Set.of("vztmpl"), "local-zfs", Set.of("rootdir", "images"))),
                Found.SHELL);
    }
}
