package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpidTest {
    @Test
    void its_parts_are_read() {
        Upid upid = Upid.parse("UPID:pve-1:0003A1B2:0112F5C4:674D6F20:vzcreate:953:phoenix@pve!laptop:");

        assertThat(upid)
                .isEqualTo(new Upid(
                        "pve-1",
                        0x3A1B2,
                        0x112F5C4,
                        Instant.parse("2024-12-02T08:26:08Z"),
                        "vzcreate",
                        "953",
                        "phoenix@pve!laptop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPID:pve:0003A1B2:0112F5C4:674D6F20:vzcreate:953:root@pam:",
                "UPID:p:0003A1B2:10112F5C4:FFFFFFFF:download:debian-12.tar.zst:root@pam:",
                "UPID:pve:FFFFFFFF:0112F5C4:674D6F20:aptupdate::root@pam!x:"
            })
    void what_is_read_is_printed(String text) {
        assertThat(Upid.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "UPID:pve:0003A1B2:0112F5C4:674D6F20:vzcreate:953:root@pam",
                "UPID:pve:3A1B2:0112F5C4:674D6F20:vzcreate:953:root@pam:",
                "UPID:pve-:0003A1B2:0112F5C4:674D6F20:vzcreate:953:root@pam:",
                "UPID:pve:0003A1B2:0112F5C4:674D6F20::953:root@pam:",
                "UPID:pve:0003A1B2:0112F5C4:674D6F20:vzcreate:../x:root@pam:",
                " UPID:pve:0003A1B2:0112F5C4:674D6F20:vzcreate:953:root@pam:"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Upid.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unable to parse worker upid '" + text + "'");
    }
}
