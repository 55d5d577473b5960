package phoenix.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.WantedVm;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.report.FleetGraph.Format;
import phoenix.pve.VmId;

/** A fleet of seventeen guests in three layers, most of which need the gateway, in every form that the graph can take. */
class FleetGraphTest {
    @ParameterizedTest
    @EnumSource(Format.class)
    void a_fleet_of_seventeen_guests_is_written_as_it_was_reviewed(Format format) {
        String text = FleetGraph.of(seventeen()).in(format);

        Reviewed.expect("fleet." + format.name().toLowerCase(Locale.ROOT), text);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void a_fleet_without_guests_is_an_empty_graph(Format format) {
        assertThat(FleetGraph.of(Fleet.EMPTY).in(format)).isNotBlank().doesNotContain("900");
    }

    @Test
    void no_two_boxes_overlap_and_no_line_goes_through_a_box_of_another_layer() {
        List<double[]> boxes = boxes(FleetGraph.of(seventeen()).in(Format.SVG));

        assertThat(boxes).hasSize(17);
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                double[] one = boxes.get(i);
                double[] other = boxes.get(j);
                boolean apart = one[0] + one[2] <= other[0]
                        || other[0] + other[2] <= one[0]
                        || one[1] + one[3] <= other[1]
                        || other[1] + other[3] <= one[1];
                assertThat(apart).as("boxes " + i + " and " + j + " lie apart").isTrue();
            }
        }
    }

    @Test
    void names_that_mean_something_to_the_format_are_escaped() {
        Fleet fleet = fleet(
                List.of(new Wanted(new VmId(100), "a<b>\"&#\\", new Origin.Template("debian")).value()), List.of());

        assertThat(FleetGraph.of(fleet).in(Format.SVG))
                .contains("a&lt;b&gt;&quot;&amp;#\\")
                .doesNotContain("a<b>");
        assertThat(FleetGraph.of(fleet).in(Format.DOT)).contains("a<b>\\\"&#\\\\");
        assertThat(FleetGraph.of(fleet).in(Format.MERMAID)).contains("a#lt;b#gt;#quot;&#35;\\");
    }

    @Test
    void heights_that_would_fall_are_pooled_and_nothing_else_is_moved() {
        assertThat(Heights.rising(new double[] {1, 5, 3, 9})).containsExactly(1, 4, 4, 9);
    }

    private static List<double[]> boxes(String svg) {
        Matcher box = Pattern.compile("<rect x=\"([0-9.]+)\" y=\"([0-9.]+)\" width=\"([0-9.]+)\" height=\"46\"")
                .matcher(svg);
        List<double[]> boxes = new ArrayList<>();
        while (box.find()) {
            boxes.add(new double[] {number(box, 1), number(box, 2), number(box, 3), 46});
        }
        return boxes;
    }

    private static double number(Matcher matcher, int group) {
        return Double.parseDouble(matcher.group(group));
    }

    static Fleet seventeen() {
        List<DesiredContainer> containers = new ArrayList<>();
        containers.add(template(900, "Template-Base", 0));
        containers.add(template(901, "Template-GPU", 900));
        containers.add(template(902, "Template-Docker", 900));
        containers.add(template(903, "Template-Docker-GPU", 901));
        containers.add(template(920, "Template-Models", 901));
        containers.add(clone(910, "dashboard", 902, 953));
        containers.add(clone(950, "model-server-7b", 920, 953));
        containers.add(clone(951, "embeddings", 920, 953));
        containers.add(clone(952, "vector-store", 902, 953));
        containers.add(clone(953, "gateway", 900));
        containers.add(clone(954, "workflows", 902, 953));
        containers.add(clone(955, "chat-models", 901, 953));
        containers.add(clone(956, "chat-frontend", 902, 953, 955));
        containers.add(clone(957, "inference", 901, 953));
        containers.add(clone(960, "monitoring-stack", 903, 953));
        return fleet(containers, List.of(vm(8000, "debian-vm-template", null), vm(8001, "docker-vm-01", 8000)));
    }

    private static Fleet fleet(List<DesiredContainer> containers, List<DesiredVm> vms) {
        TreeMap<VmId, DesiredContainer> byId = new TreeMap<>();
        containers.forEach(container -> byId.put(container.id(), container));
        TreeMap<VmId, DesiredVm> vmsById = new TreeMap<>();
        vms.forEach(vm -> vmsById.put(vm.id(), vm));
        return new Fleet(byId, vmsById);
    }

    private static DesiredContainer template(int id, String name, int source) {
        Wanted wanted = new Wanted(
                new VmId(id),
                name,
                source == 0
                        ? new Origin.Template("debian-12-standard")
                        : new Origin.Clone(new VmId(source), "pre-configured"));
        wanted.templateSnapshot = "pre-configured";
        return wanted.value();
    }

    private static DesiredContainer clone(int id, String name, int source, int... needs) {
        Wanted wanted = new Wanted(new VmId(id), name, new Origin.Clone(new VmId(source), "pre-configured"));
        for (int need : needs) {
            wanted.dependencies.add(new VmId(need));
        }
        return wanted.value();
    }

    private static DesiredVm vm(int id, String name, @org.jspecify.annotations.Nullable Integer source) {
        WantedVm wanted = new WantedVm(
                id,
                name,
                source == null
                        ? new DesiredVm.Origin.Image("debian-12-genericcloud.qcow2", null, null)
                        : new DesiredVm.Origin.Clone(new VmId(source), null, true));
        wanted.isTemplate = source == null;
        wanted.templateSnapshot = source == null ? null : "initial";
        return wanted.value();
    }
}
