package phoenix.lab.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ipv6 ::",
                "ipv6 ::1",
                "ipv6 fd00::1",
                "ipv6 1:2:3:4:5:6:7:8",
                "ipv6 1::8",
                "ipv6 1:2:3:4:5:6:7::",
                "ipv6 ::ffff:10.0.0.1",
                "ipv4 255.0.10.1",
                "pve-ipv4-config dhcp",
                "pve-ipv4-config 10.0.0.1/8",
                "pve-ipv6-config auto",
                "dns-name a.b-c.d1",
                "pve-volume-id local:vztmpl/x.tar.zst",
                "mac-addr BC:24:11:00:00:01",
                "disk-size 1.5TiB",
                "pve-startup-order order=1,up=2,down=3",
                "pve-startup-order 7",
                "pve-tag-list a;b,c",
                "pve-ct-timezone host",
                "pve-lxc-mp-string /a.b/c..d",
            })
    void good_values_pass(String format, String value) throws InvalidFormat {
        Formats.check(format, value);

        assertThat(value).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ipv6 1:2:3:4:5:6:7",
                "ipv6 1::2::3",
                "ipv6 :::",
                "ipv6 12345::",
                "ipv6 1:2:3:4:5:6:7:8:9",
                "ipv4 256.0.0.1",
                "ipv4 10.0.0",
                "ipv4 01.0.0.1",
                "pve-ipv4-config 10.0.0.1/33",
                "pve-ipv4-config 10.0.0.1/7",
                "pve-ipv4-config auto",
                "dns-name -a",
                "dns-name a..b",
                "pve-vmid 099",
                "pve-storage-id l",
                "pve-volume-id local:",
                "mac-addr 01:24:11:00:00:01",
                "disk-size 8GB",
                "pve-startup-order order=x",
                "pve-lxc-mp-string /a/./b",
                "pve-lxc-mp-string /a/..",
                "pve-lxc-mp-string ../a",
                "pve-lxc-dev-string /srv/x",
            })
    void bad_values_do_not(String format, String value) {
        assertThatThrownBy(() -> Formats.check(format, value)).isInstanceOf(InvalidFormat.class);
    }
}
