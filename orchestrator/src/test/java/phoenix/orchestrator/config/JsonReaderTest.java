package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Place;

class JsonReaderTest {
    private final Problems problems = new Problems();

    @Test
    void every_value_knows_its_file_line_column_and_pointer() {
        JsonValue.Obj root = read("{\n  \"a\": [1, {\"b\": true}],\n  \"c\": null\n}");

        JsonValue.Arr list = (JsonValue.Arr) member(root, "a").value();
        assertThat(list.items().get(0).place()).isEqualTo(new Place("f.json", 2, 9, "/a/0"));
        JsonValue.Member inner = member((JsonValue.Obj) list.items().get(1), "b");
        assertThat(inner.place()).isEqualTo(new Place("f.json", 2, 13, "/a/1/b"));
        assertThat(inner.value().place()).isEqualTo(new Place("f.json", 2, 18, "/a/1/b"));
        assertThat(member(root, "c").value()).isEqualTo(new JsonValue.Null(new Place("f.json", 3, 8, "/c")));
    }

    @Test
    void slashes_and_tildes_of_a_key_are_escaped_in_the_pointer() {
        JsonValue.Obj root = read("{\"a/b~c\": 1}");

        assertThat(member(root, "a/b~c").value().place().pointer()).isEqualTo("/a~1b~0c");
    }

    @Test
    void of_a_key_that_stands_twice_the_first_value_counts() {
        JsonValue.Obj root = read("{\"a\": 1, \"a\": 2}");

        assertThat(member(root, "a").value().inWords()).isEqualTo("the number 1");
        assertThat(problems.inOrder(List.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.place()).isEqualTo(new Place("f.json", 1, 10, "/a")));
    }

    @Test
    void a_text_in_a_message_is_short_and_on_one_line() {
        JsonValue.Obj root = read("{\"a\": \"one\\ntwo\", \"b\": \"" + "x".repeat(100) + "\"}");

        assertThat(member(root, "a").value().inWords()).isEqualTo("the text \"one\\u000atwo\"");
        assertThat(member(root, "b").value().inWords()).isEqualTo("the text \"" + "x".repeat(60) + "...\"");
    }

    private JsonValue.Obj read(String text) {
        return (JsonValue.Obj) JsonReader.read("f.json", text, problems).orElseThrow();
    }

    private static JsonValue.Member member(JsonValue.Obj object, String key) {
        return Objects.requireNonNull(object.members().get(key));
    }
}
