package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.report.EventJson;
import phoenix.orchestrator.report.JUnitXml;
import phoenix.orchestrator.report.RunPage;
import phoenix.orchestrator.report.RunRecord;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;

/** A run's reports, made of its events. */
class RunReportsTest {
    private static final String HOSTILE = "<script>alert(\"1\")</script> & ' \u001b[31m ]]> \ud800";

    private static final String PLACE = "\n  file.json:8:9\t/pointer";

    private final RunRecord record = new RunRecord(Clock.systemUTC());
    private final List<RunEvent> events = new ArrayList<>();

    RunReportsTest() {
        List<Step> steps = SamplePlan.OF_EVERYTHING.steps();
        Map<StepKey, StepOutcome> outcomes = new LinkedHashMap<>();
        tell(new RunEvent.RunStarted(SamplePlan.OF_EVERYTHING));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            StepOutcome outcome = switch (i % 5) {
                case 0 -> new StepOutcome.Done();
                case 1 ->
                    new StepOutcome.Failed(
                            HOSTILE + PLACE, "mend it " + HOSTILE, List.of("line " + HOSTILE), "/var/log/x");
                case 2 -> new StepOutcome.AlreadyTrue();
                case 3 -> new StepOutcome.Blocked(steps.get(1).key());
                default -> new StepOutcome.Stopped();
            };
            outcomes.put(step.key(), outcome);
            if (i % 5 < 3) {
                tell(new RunEvent.StepStarted(step));
                tell(new RunEvent.StepProgress(step, "said " + HOSTILE));
                tell(new RunEvent.StepRetried(step, 1, "why " + HOSTILE));
            }
            tell(new RunEvent.StepFinished(step, outcome, Duration.ofMillis(1234)));
        }
        tell(new RunEvent.RunFinished(
                new RunResult(SamplePlan.OF_EVERYTHING, outcomes, Map.of(), Duration.ofSeconds(9), false)));
    }

    private void tell(RunEvent event) {
        events.add(event);
        record.on(event);
    }

    @Test
    void every_event_obeys_the_schema_that_is_shipped() throws IOException {
        for (RunEvent event : events) {
            String line = EventJson.line(event, Instant.EPOCH);

            assertThat(schema().validate(line, InputFormat.JSON)).as(line).isEmpty();
            assertThat(line).doesNotContain("\n");
        }
        assertThat(schema().validate(
                                "{\"at\": \"1970-01-01T00:00:00Z\", \"event\": \"step-finished\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void junit_s_xml_keeps_the_rules_that_build_servers_go_by() throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JUnitXml.of(record))))
                .getDocumentElement();

        assertThat(root.getTagName()).isEqualTo("testsuites");
        List<Element> suites = children(root);
        assertThat(suites).isNotEmpty();
        for (int i = 0; i < suites.size(); i++) {
            checkSuite(suites.get(i), i);
        }
    }

    /** Attributes that must be there, numbers that must agree, and the order of the elements. */
    private static void checkSuite(Element suite, int id) {
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("id")).isEqualTo(String.valueOf(id));
        assertThat(suite.getAttribute("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        for (String attribute : List.of("name", "package", "hostname")) {
            assertThat(suite.getAttribute(attribute)).isNotBlank();
        }
        List<String> names = children(suite).stream().map(Element::getTagName).toList();
        assertThat(names.get(0)).isEqualTo("properties");
        assertThat(names.subList(names.size() - 2, names.size())).containsExactly("system-out", "system-err");
        List<Element> cases = children(suite).subList(1, names.size() - 2);
        int failures = 0;
        int skipped = 0;
        for (Element one : cases) {
            assertThat(one.getTagName()).isEqualTo("testcase");
            assertThat(one.getAttribute("name")).isNotBlank();
            assertThat(one.getAttribute("classname")).isNotBlank();
            assertThat(one.getAttribute("time")).matches("\\d+\\.\\d{3}");
            assertThat(children(one)).hasSizeLessThanOrEqualTo(1);
            for (Element end : children(one)) {
                failures += end.getTagName().equals("failure") ? 1 : 0;
                skipped += end.getTagName().equals("skipped") ? 1 : 0;
                assertThat(end.getTagName()).isIn("failure", "skipped");
                assertThat(end.hasAttribute("message") && end.hasAttribute("type"))
                        .isEqualTo(end.getTagName().equals("failure"));
                if (end.getAttribute("type").equals("failed")) {
                    assertThat(end.getAttribute("message")).endsWith(PLACE);
                }
            }
        }
        assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(cases.size()));
        assertThat(suite.getAttribute("failures")).isEqualTo(String.valueOf(failures));
        assertThat(suite.getAttribute("skipped")).isEqualTo(String.valueOf(skipped));
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
    }

    @Test
    void the_page_shows_failures_and_takes_no_text_for_markup() {
        String page = RunPage.of(record, "lab " + HOSTILE);

        assertThat(page)
                .contains("What failed", "Time line", "prefers-color-scheme: dark", "960 (small)")
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "\u001b")
                .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    @Test
    void the_document_tells_each_step_once() {
        String json = EventJson.document(record);

        assertThat(json.split("\"subject\"", -1))
                .hasSize(SamplePlan.OF_EVERYTHING.steps().size() + 1);
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../schemas/run.schema.json")), InputFormat.JSON);
    }
}
