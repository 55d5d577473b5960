package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.VmId;

/** Which logs of which run are shown of a guest. */
class GuestLogTest {
    private static final VmId GUEST = new VmId(953);

    @TempDir
    private Path logs;

    @Test
    void those_of_the_newest_run_that_wrote_of_the_guest_are_shown_in_the_order_in_which_they_were_written()
            throws IOException {
        write("20261101-080000", "953-application.log", 1, "of an older run");
        write("20261102-080000", "953-health_check.log", 3, "second");
        write("20261102-080000", "953-application.log", 2, "first");
        write("20261102-080000", "9530-application.log", 4, "of another guest");
        write("20261103-080000", "954-application.log", 5, "of another guest");

        List<GuestLog> found = GuestLog.newest(logs, GUEST);

        assertThat(found.stream().flatMap(log -> log.last(10).stream())).containsExactly("first", "second");
        assertThat(found.get(0).file()).isEqualTo(logs.resolve("20261102-080000/953-application.log"));
    }

    @Test
    void no_more_than_the_last_lines_are_shown() throws IOException {
        write("20261102-080000", "953-application.log", 1, "one\ntwo\nthree");
        GuestLog log = GuestLog.newest(logs, GUEST).get(0);

        assertThat(log.last(2)).containsExactly("two", "three");
        assertThat(log.last(0)).isEmpty();
        assertThat(log.last(-1)).isEmpty();
        assertThat(log.last(9)).hasSize(3);
    }

    @Test
    void where_no_run_wrote_anything_nothing_is_shown() {
        assertThat(GuestLog.newest(logs, GUEST)).isEmpty();
        assertThat(GuestLog.newest(logs.resolve("nowhere"), GUEST)).isEmpty();
    }

    private void write(String run, String name, long second, String text) throws IOException {
        Path file = Files.writeString(Files.createDirectories(logs.resolve(run)).resolve(name), text + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
    }
}
