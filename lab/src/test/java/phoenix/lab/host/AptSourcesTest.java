package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.node.NodeException;

class AptSourcesTest {
    @TempDir
    private Path apt;

    @Test
    void stanzas_and_one_liners_are_read_and_only_debian_12s_main_is_taken() throws IOException {
        write("sources.list", """
                # a comment
                deb [arch=amd64 signed-by=/x.gpg] http://mirror.test/debian bookworm main contrib # tail
                deb-src http://mirror.test/debian bookworm main
                deb http://other.test/tool stable main
                deb http://mirror.test/debian bookworm-backports main
                """);
        write("sources.list.d/debian.sources", """
                Types: deb
                # http://comment.test/
                URIs: http://mirror.test/debian
                Suites: bookworm bookworm-updates
                Components: main

                Types: deb deb-src
                URIs: http://security.test/debian-security
                Suites: bookworm-security
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 abc

                Enabled: no
                Types: deb
                URIs: http://off.test/debian
                Suites: bookworm
                Components: main
                """);
        write("sources.list.d/old.list.disabled", "deb http://disabled.test/debian bookworm main\n");

        assertThat(AptSources.of(apt).lines())
                .containsExactly(
                        "deb http://mirror.test/debian bookworm main",
                        "deb http://mirror.test/debian bookworm-updates main",
                        "deb http://security.test/debian-security bookworm-security main");
    }

    @Test
    void a_machine_without_debian_12_sources_is_told_what_to_do() throws IOException {
        write("sources.list", "deb http://mirror.test/debian trixie main\n");

        assertThatThrownBy(() -> AptSources.of(apt))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no package source for Debian 12")
                .hasMessageContaining("add one there");
    }

    private void write(String name, String text) throws IOException {
        Path file = apt.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }
}
