package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The plan as data, judged by the schema that is shipped. */
class PlanJsonTest {
    private static final Path SCHEMA = Path.of("../schemas/plan.schema.json");

    @Test
    void every_kind_of_thing_in_a_plan_obeys_the_schema() throws IOException {
        String json = PlanJson.of(SamplePlan.OF_EVERYTHING);

        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void the_schema_notices_what_is_no_plan() throws IOException {
        String json = PlanJson.of(SamplePlan.OF_EVERYTHING).replace("\"recreate\"", "\"raze\"");

        assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void the_data_tells_the_same_as_the_text() {
        JsonNode plan = JsonMapper.builder().build().readTree(PlanJson.of(SamplePlan.OF_EVERYTHING));

        assertThat(plan.at("/summary/restarts").asInt()).isEqualTo(1);
        assertThat(plan.at("/subjects/2/action").asString()).isEqualTo("recreate");
        assertThat(plan.at("/subjects/2/impact").asString()).isEqualTo("data-loss");
        assertThat(plan.at("/subjects/1/stale").asString()).startsWith("made from an older");
        assertThat(plan.at("/subjects/3/changes/0").toString())
                .isEqualTo("{\"attribute\":\"memory\",\"before\":\"512\",\"after\":\"1024\","
                        + "\"reason\":\"differs from the file\",\"impact\":\"live\"}");
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    }
}
