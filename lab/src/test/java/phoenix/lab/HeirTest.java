package phoenix.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.api.ApiServer;

/** Several that use one lab: each stands for a process, as the lock on the server's state is held against its own process too. */
final class HeirTest {
    @TempDir
    private Path folder;

    private Lab open() {
        return Lab.simulated(folder, 0, line -> {});
    }

    private static boolean answers(URI endpoint) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static void awaitAnswer(URI endpoint) {
        Awaitility.await("an answer at " + endpoint)
                .atMost(Duration.ofSeconds(20))
                .until(() -> answers(endpoint));
    }

    /** A thread that waits for connections keeps its socket open until it has woken, a moment after the end. */
    private static void awaitSilence(URI endpoint) {
        Awaitility.await("no answer at " + endpoint)
                .atMost(Duration.ofSeconds(20))
                .until(() -> !answers(endpoint));
    }

    @Test
    void who_used_a_lab_that_another_one_served_serves_it_on_at_the_same_address() {
        Lab first = open();
        try (Lab second = open()) {
            URI endpoint = second.access().endpoint();
            first.close();

            awaitAnswer(endpoint);

            assertThat(second.access()).isEqualTo(first.access());
            assertThat(Lab.served(folder)).contains(first.access());
        }
    }

    @Test
    void each_of_many_serves_on_when_the_one_before_ends() {
        Lab first = open();
        Lab second = open();
        try (Lab third = open()) {
            first.close();
            awaitAnswer(third.access().endpoint());
            second.close();

            awaitAnswer(third.access().endpoint());
        }
        awaitSilence(first.access().endpoint());
    }

    @Test
    void a_lab_that_was_removed_is_served_by_nobody() throws IOException {
        Lab first = open();
        try (Lab second = open()) {
            Path state = folder.resolve("api");
            Path away = Files.move(state, folder.resolve("away"));
            first.close();

            assertThat(second.servesItself()).isFalse();
            assertThat(away).isDirectory();
            assertThat(state).doesNotExist();
        }
        awaitSilence(first.access().endpoint());
    }

    @Test
    void a_server_that_goes_on_makes_no_state_of_its_own() {
        try (Lab lab = open()) {
            Path gone = folder.resolve("gone");

            assertThatThrownBy(() -> ApiServer.startAgain(lab.node(), gone, 0)).isInstanceOf(IOException.class);

            assertThat(gone).doesNotExist();
        }
    }
}
