package phoenix.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeIdTest {
    @Test
    void a_volume_has_a_storage_and_a_name() {
        VolumeId template = VolumeId.parse("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");

        assertThat(template.storage()).isEqualTo("local");
        assertThat(template.volume()).isEqualTo("vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
        assertThat(template.fileName()).isEqualTo("debian-12-standard_12.7-1_amd64.tar.zst");
        assertThat(template).hasToString("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
        assertThat(VolumeId.parse("local-zfs:subvol-953-disk-0").fileName()).isEqualTo("subvol-953-disk-0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "local", "local:", ":x", "l:x", "/dev/disk/by-id/usb:1", "/mnt/data", "local :x"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> VolumeId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unable to parse volume ID '" + text + "'");
    }
}
