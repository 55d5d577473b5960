package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

final class ToolsSocketTest extends LabTest {
    private Answer ask(Path socket, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.UTF_8));
            return RawClient.parse(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String request(String method, String path, String body) {
        return method + " /api2/json" + path + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @Test
    void tools_are_root_without_a_login_and_without_a_csrf_token() throws IOException {
        Path socket = folder.resolve("run/tools.sock");
        lab.server().serveTools(socket);
        lab.create(101);

        Answer set = ask(socket, request("PUT", guest(101) + "/config", "features=keyctl%3D1%2Cnesting%3D1"));
        Answer get = ask(socket, request("GET", guest(101) + "/config", ""));

        assertThat(set.status()).isEqualTo(200);
        assertThat(get.data().path("features").asString("")).isEqualTo("keyctl=1,nesting=1");
    }

    @Test
    void only_the_owner_can_open_the_socket_and_it_goes_with_the_server() throws IOException {
        Path socket = folder.resolve("run/tools.sock");
        lab.server().serveTools(socket);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        lab.close();
        assertThat(socket).doesNotExist();
    }

    @Test
    void a_socket_left_by_a_killed_server_is_replaced() throws IOException {
        Path socket = folder.resolve("run/tools.sock");
        Files.createDirectories(socket.getParent());
        Files.writeString(socket, "left over");

        lab.server().serveTools(socket);

        assertThat(ask(socket, request("GET", "/version", "")).status()).isEqualTo(200);
    }
}
