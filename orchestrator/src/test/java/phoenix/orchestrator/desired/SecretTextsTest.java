package phoenix.orchestrator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTextsTest {
    @Test
    void a_secret_is_masked_in_every_spelling_that_programs_print_it_in() {
        SecretTexts secrets = new SecretTexts(List.of("p\"ss w\u00f6rd", "other"));

        assertThat(
                        secrets.apply(
                                "say p\"ss w\u00f6rd, {\"a\":\"p\\\"ss w\u00f6rd\"}, ?p=p%22ss+w%C3%B6rd&q=p%22ss%20w%C3%B6rd, other"))
                .isEqualTo("say ***, {\"a\":\"***\"}, ?p=***&q=***, ***");
        assertThat(secrets.apply("cCJzcyB3w7ZyZA==")).isEqualTo("***==");
    }

    @Test
    void of_a_key_with_several_lines_each_line_is_masked_and_the_longest_secret_first() {
        SecretTexts secrets = new SecretTexts(List.of("-----BEGIN-----\nabcdefgh\n", "abcd"));

        assertThat(secrets.apply("  | abcdefgh")).isEqualTo("  | ***");
        assertThat(secrets.apply("xabcdx")).isEqualTo("x***x");
    }

    @Test
    void what_is_too_short_to_be_told_from_words_is_left_and_nothing_shows_itself() {
        SecretTexts secrets = new SecretTexts(List.of("abc", ""));

        assertThat(secrets.apply("abc $1 \\")).isEqualTo("abc $1 \\");
        assertThat(secrets).hasToString("***");
        assertThat(SecretTexts.NONE.and(List.of("hidden")).apply("hidden")).isEqualTo("***");
    }
}
