package phoenix.lab.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import phoenix.lab.files.LineLog;
import phoenix.lab.http.Request;
import phoenix.lab.http.Response;

/**
 * {@code /var/log/pveproxy/access.log}: a line for each request that was answered over HTTPS.
 *
 * @see "PVE source: PVE/APIServer/AnyEvent.pm log_request"
 */
final class AccessLog implements Dispatcher.Journal {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MM/yyyy:HH:mm:ss Z", Locale.ROOT);

    private final LineLog lines;
    private final Clock clock;

    AccessLog(Path root, Clock clock) {
        this.lines = new LineLog(root.resolve("var/log/pveproxy/access.log"));
        this.clock = clock;
    }

    @Override
    public void answered(String user, Request request, Response response) {
        int bytes = response.body().getBytes(StandardCharsets.UTF_8).length;
        lines.add("::ffff:127.0.0.1 - " + (user.isEmpty() || user.equals("!") ? "-" : user) + " ["
                + TIME.format(clock.instant().atZone(ZoneOffset.UTC)) + "] \"" + request.method() + " "
                + request.target() + " HTTP/1.1\" " + response.status() + " " + bytes);
    }

    /** How many requests this server has answered. */
    long answered() {
        return lines.added();
    }
}
