package phoenix.pve.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a command left behind, and whether that is all of it. */
class OutputTest {
    @Test
    void output_that_is_longer_than_what_is_kept_is_known_to_be_cut() {
        Output kept =
                new LocalShell().run(Command.of("head", "-c", String.valueOf(CapturedStream.CAP - 5), "/dev/zero"));
        Output cut =
                new LocalShell().run(Command.of("head", "-c", String.valueOf(CapturedStream.CAP + 1), "/dev/zero"));

        assertThat(kept.isCut()).isFalse();
        assertThat(cut.isCut()).isTrue();
    }
}
