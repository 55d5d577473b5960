package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every way in which people break JSON, with the words that they get: {@code broken-json.txt}. */
class BrokenJsonTest {
    private static final List<String> TEXTS = List.of(
            "{\"a\": 1,}",
            "[1, 2,]",
            "{\"a\": 1\n \"b\": 2}",
            "[1 2]",
            "{\"a\": 1; \"b\": 2}",
            "{\"a\": \"1\"; \"b\": 2}",
            "{'a': 1}",
            "{\"a\": 'x'}",
            "{\"a\": \u201cx\u201d}",
            "{a: 1}",
            "{\"a\" 1}",
            "{\"a\": yes}",
            "{\"a\": ,}",
            "{\"a\": 8G}",
            "{\"a\": 1.0.0}",
            "{\"a\": 01}",
            "{\"a\": +1}",
            "{\"a\": .5}",
            "{\"a\": -}",
            "{\"a\": NaN}",
            "{\"a\": \"x}\n",
            "{\"a\": \"\\q\"}",
            "{\"a\": \"\\u00zz\"}",
            "{\"a\": \"x",
            "{\"a\": [1, 2}",
            "{\"a\": {\"b\": 1}",
            "{\"a\":",
            "{}}",
            "{} x",
            "// why\n{}",
            "{\"a\": 1 # why\n}",
            "[".repeat(600));

    @TestFactory
    Stream<DynamicTest> broken_json_is_explained_in_words() throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String text : TEXTS) {
            shown.put(text.length() > 100 ? "600 brackets" : text.replace("\n", "\\n"), shown(text));
        }
        if (Golden.isUpdate()) {
            new Golden("broken-json.txt").write(shown);
        }
        Golden wanted = new Golden("broken-json.txt");
        List<DynamicTest> tests = new ArrayList<>();
        shown.forEach((name, text) ->
                tests.add(DynamicTest.dynamicTest(name, () -> assertThat(text).isEqualTo(wanted.expected(name)))));
        tests.add(DynamicTest.dynamicTest(
                "no expected text is left over",
                () -> assertThat(wanted.names()).hasSameElementsAs(shown.keySet())));
        return tests.stream();
    }

    private static String shown(String text) {
        Problems problems = new Problems();
        assertThat(JsonReader.read("f.json", text, problems)).isEmpty();
        Problem problem = problems.inOrder(List.of()).get(0);
        return problem.place() + ": " + problem.what() + "\n  Try: " + problem.hint() + "\n";
    }
}
