package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TagsTest {
    @Test
    void tags_are_lower_case_sorted_and_each_once() {
        assertThat(Tags.parse("web;Prod,app web\u0000b")).hasToString("app;b;prod;web");
        assertThat(Tags.of(List.of("Web", "web", "A"))).isEqualTo(Tags.parse("a;web"));
    }

    @Test
    void no_tags_are_an_empty_text() {
        assertThat(Tags.parse("")).hasToString("");
        assertThat(Tags.parse(" ; ,").values()).isEmpty();
    }
}
