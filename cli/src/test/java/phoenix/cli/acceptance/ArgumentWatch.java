package phoenix.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Looks, a few hundred times a second, at the argument lists of all processes of this machine, those of its labs among them, for a text that shall
 * be in none. A process that is older than a second is looked at four times a second only. Begins once it has been seen to see one.
 */
final class ArgumentWatch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long YOUNG_NANOS = 1_000_000_000L;
    private static final long ROUND_NANOS = 250_000_000L;

    private final String mark;
    private final String sample = "phoenix-argument-watch-" + System.nanoTime();
    private final Set<String> found = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::look, "argument-watch");
    private volatile boolean sampleSeen;
    private volatile boolean ended;

    private ArgumentWatch(String mark) {
        this.mark = mark;
    }

    /** Begins to look for a text. */
    static ArgumentWatch of(String mark) {
        ArgumentWatch watch = new ArgumentWatch(mark);
        watch.thread.start();
        Awaitility.await("the watch sees a process that lives 20 ms")
                .atMost(LIMIT)
                .until(() -> {
                    new ProcessBuilder("sh", "-c", "sleep 0.02", watch.sample)
                            .start()
                            .waitFor();
                    return watch.sampleSeen;
                });
        return watch;
    }

    /** The argument lists with the text that were seen until now. */
    List<String> found() {
        return List.copyOf(found);
    }

    private void look() {
        Map<Path, Long> firstSeen = new HashMap<>();
        long lastRound = 0;
        while (!ended) {
            long now = System.nanoTime();
            boolean round = now - lastRound > ROUND_NANOS;
            lastRound = round ? now : lastRound;
            Set<Path> there = new TreeSet<>();
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    there.add(process);
                    if (now - firstSeen.computeIfAbsent(process, one -> now) < YOUNG_NANOS || round) {
                        judge(arguments(process));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            firstSeen.keySet().retainAll(there);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void judge(String arguments) {
        if (arguments.contains(mark)) {
            found.add(arguments.replace('\0', ' '));
        } else if (arguments.contains(sample)) {
            sampleSeen = true;
        }
    }

    /** Empty for a process that has ended. */
    private static String arguments(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
