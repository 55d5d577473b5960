package phoenix.pve.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Starts what a shell says that is to be started with the caller's own streams. */
final class Attached {
    private Attached() {}

    static Output run(List<String> argv, String typed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(argv).start();
        process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), out, err);
    }
}
