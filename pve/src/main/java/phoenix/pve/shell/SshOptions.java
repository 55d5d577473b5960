package phoenix.pve.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a node with OpenSSH. What is not said here, the user's own {@code ~/.ssh/config}, agent and known hosts say.
 *
 * @param destination {@code root@pve1}, or a host of the user's configuration
 * @param port null for the usual one
 * @param options further arguments of {@code ssh}, such as {@code -i}, {@code /root/.ssh/id_lab}
 * @param connectSeconds how long a connection may take to come about
 */
public record SshOptions(String destination, @Nullable Integer port, List<String> options, int connectSeconds) {
    private static final int USUAL_SECONDS = 10;

    public SshOptions {
        options = List.copyOf(options);
        if (destination.isBlank() || destination.startsWith("-")) {
            throw new IllegalArgumentException("'" + destination + "' is no destination for ssh: write user@host");
        }
    }

    public static SshOptions to(String destination) {
        return new SshOptions(destination, null, List.of(), USUAL_SECONDS);
    }

    public SshOptions onPort(int newPort) {
        return new SshOptions(destination, newPort, options, connectSeconds);
    }

    public SshOptions with(String... newOptions) {
        return new SshOptions(destination, port, List.of(newOptions), connectSeconds);
    }
}
