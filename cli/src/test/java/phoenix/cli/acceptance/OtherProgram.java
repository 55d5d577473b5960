package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine that are not ours, each to its end. */
final class OtherProgram {
    private OtherProgram() {}

    /**
     * Runs one.
     *
     * @param environment variables beside our own
     * @param input what it reads on its standard input: the place for secrets, which do not belong into arguments
     */
    static PhoenixCommand.Ended run(Map<String, String> environment, Duration limit, List<String> argv, String input) {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().keySet().removeIf(name -> name.startsWith("PROXMOX_VE_") || name.startsWith("PHOENIX_"));
        builder.environment().put("PHOENIX_LOG_DIR", PhoenixCommand.LOGS.toString());
        builder.environment().putAll(environment);
        Process process = null;
        try {
            process = builder.start();
            CompletableFuture<String> out = reading(process.getInputStream());
            CompletableFuture<String> err = reading(process.getErrorStream());
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(argv.get(0) + " still runs after " + limit);
            }
            return new PhoenixCommand.Ended(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + argv.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                return "(stream closed: " + e.getMessage() + ")";
            }
        });
    }
}
