package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

class GuestSetupTest {
    private static final VmId ID = new VmId(953);

    @TempDir
    private Path folder;

    private Path guest;
    private GuestSetup setup;

    @BeforeEach
    void makeTrees() throws IOException {
        guest = Files.createDirectories(folder.resolve("guest"));
        Path node = Files.createDirectories(folder.resolve("node"));
        Files.createDirectories(node.resolve("etc"));
        Files.writeString(node.resolve("etc/resolv.conf"), "nameserver 192.0.2.53\n");
        Files.createDirectories(guest.resolve("etc"));
        setup = new GuestSetup(guest, node);
    }

    @Test
    void a_guest_gets_its_name_its_address_and_the_nodes_name_servers() {
        setup.write(ID, config("hostname: gateway\nnet0: name=eth0,bridge=vmbr0,ip=10.0.0.2/24\n"), Map.of());

        assertThat(guest.resolve("etc/hostname")).hasContent("gateway\n");
        assertThat(guest.resolve("etc/hosts"))
                .content()
                .contains("# --- BEGIN PVE ---\n10.0.0.2 gateway\n# --- END PVE ---\n")
                .contains("127.0.0.1 localhost");
        assertThat(guest.resolve("etc/resolv.conf"))
                .hasContent("# --- BEGIN PVE ---\nnameserver 192.0.2.53\n# --- END PVE ---\n");
    }

    @Test
    void its_own_name_servers_and_domain_win() {
        setup.write(
                ID, config("hostname: gateway\nnameserver: 192.0.2.1 192.0.2.2\nsearchdomain: home.test\n"), Map.of());

        assertThat(guest.resolve("etc/resolv.conf"))
                .content()
                .contains("search home.test\nnameserver 192.0.2.1\nnameserver 192.0.2.2\n");
        assertThat(guest.resolve("etc/hosts")).content().contains("127.0.1.1 gateway.home.test gateway\n");
    }

    @Test
    void what_the_guest_wrote_outside_the_marked_block_stays_and_the_block_does_not_pile_up() throws IOException {
        setup.write(ID, config("hostname: one\n"), Map.of());
        Files.writeString(
                guest.resolve("etc/hosts"), Files.readString(guest.resolve("etc/hosts")) + "192.0.2.9 printer\n");

        setup.write(ID, config("hostname: two\n"), Map.of());

        assertThat(guest.resolve("etc/hosts"))
                .content()
                .containsOnlyOnce("BEGIN PVE")
                .contains("127.0.1.1 two\n")
                .doesNotContain("one")
                .contains("192.0.2.9 printer\n");
    }

    @Test
    void a_password_is_stored_as_a_salted_hash_of_root_alone() throws IOException {
        Path shadow =
                Files.writeString(guest.resolve("etc/shadow"), "root:*:1:0:99999:7:::\ndaemon:*:1:0:99999:7:::\n");

        setup.write(ID, config("hostname: one\n"), Map.of("password", "correct horse"));

        assertThat(shadow)
                .content()
                .matches(
                        "root:\\$6\\$[./0-9A-Za-z]{16}\\$[./0-9A-Za-z]{86}:[0-9]+:0:99999:7:::\\ndaemon:\\*:1:0:99999:7:::\\n");
    }

    @Test
    void ssh_keys_go_where_only_root_reads_them() {
        setup.write(ID, config("hostname: one\n"), Map.of("ssh-public-keys", "ssh-ed25519 AAAA someone"));

        assertThat(guest.resolve("root/.ssh/authorized_keys")).content().contains("ssh-ed25519 AAAA someone\n");
        assertThat(permissions(guest.resolve("root/.ssh"))).isEqualTo("rwx------");
        assertThat(permissions(guest.resolve("root/.ssh/authorized_keys"))).isEqualTo("rw-------");
    }

    @Test
    void a_time_zone_is_linked_if_the_guest_has_it_and_named_if_not() throws IOException {
        Files.createDirectories(guest.resolve("usr/share/zoneinfo/Europe"));
        Files.writeString(guest.resolve("usr/share/zoneinfo/Europe/Berlin"), "TZif");

        setup.write(ID, config("hostname: one\ntimezone: Europe/Berlin\n"), Map.of());

        assertThat(Files.readSymbolicLink(guest.resolve("etc/localtime")))
                .hasToString("/usr/share/zoneinfo/Europe/Berlin");
        setup.write(ID, config("hostname: one\ntimezone: Mars/Base\n"), Map.of());
        assertThat(Files.readSymbolicLink(guest.resolve("etc/localtime")))
                .hasToString("/usr/share/zoneinfo/Europe/Berlin");
    }

    @Test
    void an_unprivileged_guests_systemd_does_not_try_what_it_may_not_mount() throws IOException {
        Path units = Files.createDirectories(guest.resolve("etc/systemd/system"));
        setup.write(ID, config("hostname: one\n"), Map.of());
        assertThat(units).isEmptyDirectory();
        Files.writeString(units.resolve("sys-kernel-debug.mount"), "the guest's own");

        setup.write(ID, config("hostname: one\nunprivileged: 1\n"), Map.of());

        assertThat(Files.readSymbolicLink(units.resolve("sys-kernel-config.mount")))
                .hasToString("/dev/null");
        assertThat(units.resolve("sys-kernel-debug.mount")).hasContent("the guest's own");
    }

    private static GuestConfig.Section config(String text) {
        return GuestConfig.parse(text).current();
    }

    private static String permissions(Path file) {
        try {
            return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
