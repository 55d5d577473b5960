package phoenix.lab.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The reading of one stream of a program, in a thread of its own. */
final class Reading {
    /** How long output may still trickle in after a program's end: a child that keeps the stream open must not hold us. */
    private static final Duration TRICKLE = Duration.ofMillis(500);

    private final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BufferedReader stream;
    private final Consumer<String> lines;

    private Reading(BufferedReader stream, Consumer<String> lines) {
        this.stream = stream;
        this.lines = lines;
    }

    static Reading begin(BufferedReader stream, Consumer<String> lines) {
        Reading reading = new Reading(stream, lines);
        Thread thread = new Thread(reading::readAll, "output of a program");
        thread.setDaemon(true);
        thread.start();
        return reading;
    }

    private void readAll() {
        try (stream) {
            for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                read.add(line);
                lines.accept(line);
            }
        } catch (IOException closed) {
            // The stream of a killed program ends like this; its exit code tells the rest.
            read.add("(output broken off: " + closed.getMessage() + ")");
        } finally {
            ended.countDown();
        }
    }

    /** What has been read once the program has ended. */
    String text() throws InterruptedException {
        if (!ended.await(TRICKLE.toMillis(), TimeUnit.MILLISECONDS)) {
            lines.accept("(a child of the program still holds its output; what it prints from now on is not read)");
        }
        return String.join("\n", read.toArray(new String[0]));
    }
}
