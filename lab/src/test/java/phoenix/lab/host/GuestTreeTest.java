package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.node.NodeException;

class GuestTreeTest {
    @TempDir
    private Path machine;

    private Path root;
    private GuestTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(machine.resolve("guest"));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(machine.resolve("secret"), "the machine's");
        tree = new GuestTree(root);
    }

    @Test
    void a_link_to_an_absolute_path_leads_to_the_guests_own_file() throws IOException {
        Files.createDirectories(root.resolve("run"));
        Files.createSymbolicLink(root.resolve("etc/there"), Path.of("/run"));

        tree.write("/etc/there/file", "text", "rw-r--r--");

        assertThat(root.resolve("run/file")).hasContent("text");
    }

    @Test
    void a_link_upwards_ends_at_the_guests_root() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/up"), Path.of("../../../../.."));

        tree.write("/etc/up/secret", "the guest's", "rw-r--r--");

        assertThat(machine.resolve("secret")).hasContent("the machine's");
        assertThat(root.resolve("secret")).hasContent("the guest's");
        assertThat(tree.resolve("/../../secret", true)).isEqualTo(root.resolve("secret"));
    }

    @Test
    void a_link_in_a_files_place_is_replaced_and_not_followed() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), machine.resolve("secret"));

        tree.write("/etc/resolv.conf", "nameserver 192.0.2.53\n", "rw-r--r--");

        assertThat(root.resolve("etc/resolv.conf")).isRegularFile().hasContent("nameserver 192.0.2.53\n");
        assertThat(Files.isSymbolicLink(root.resolve("etc/resolv.conf"))).isFalse();
        assertThat(machine.resolve("secret")).hasContent("the machine's");
    }

    @Test
    void reading_through_a_link_out_of_the_guest_finds_nothing() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/shadow"), machine.resolve("secret"));

        assertThat(tree.read("/etc/shadow")).isEmpty();
    }

    @Test
    void links_in_a_circle_are_an_error_and_not_an_endless_walk() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/one"), Path.of("two"));
        Files.createSymbolicLink(root.resolve("etc/two"), Path.of("one"));

        assertThatThrownBy(() -> tree.write("/etc/one/file", "text", "rw-r--r--"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("goes round in symbolic links");
    }

    @Test
    void a_replaced_file_keeps_its_mode() throws IOException {
        Path shadow = Files.writeString(root.resolve("etc/shadow"), "old");
        Files.setPosixFilePermissions(shadow, PosixFilePermissions.fromString("rw-r-----"));

        tree.write("/etc/shadow", "new", "rw-r--r--");

        assertThat(shadow).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shadow)))
                .isEqualTo("rw-r-----");
    }
}
