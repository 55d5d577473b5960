package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void what_a_terminal_would_obey_is_taken_out_and_colours_are_left() {
        String hostile = "a\u001b[2Jb\u001b]0;title\u0007c\u001b[31mred\u001b[0m\rd\u009b3Ae\u202ef\u001bcg\u0000h";

        assertThat(TerminalText.harmless(hostile)).isEqualTo("abc\u001b[31mred\u001b[0md3Aefcgh");
        assertThat(TerminalText.plain(hostile)).isEqualTo("abcredd3Aefcgh");
    }

    @Test
    void wide_characters_fill_two_columns_and_colours_none() {
        assertThat(TerminalText.width("\u001b[31mab\u001b[0m")).isEqualTo(2);
        assertThat(TerminalText.width("\u65e5\u672c")).isEqualTo(4);
        assertThat(TerminalText.width("e\u0301")).isEqualTo(1);
        assertThat(TerminalText.width("\ud83d\ude80")).isEqualTo(2);
    }

    @Test
    void a_text_is_cut_to_its_columns_and_never_within_a_character() {
        assertThat(TerminalText.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(TerminalText.cut("abcdef", 4)).isEqualTo("abc~");
        assertThat(TerminalText.cut("\u65e5\u672c\u8a9e", 4)).isEqualTo("\u65e5~");
        assertThat(TerminalText.cut("abc", 0)).isEmpty();
        assertThat(TerminalText.fit("ab", 4)).isEqualTo("ab  ");
    }
}
