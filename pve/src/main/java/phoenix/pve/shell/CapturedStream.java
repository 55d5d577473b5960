package phoenix.pve.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One output of a process: keeps its end, and hands on its lines as they come.
 *
 * <p>A line ends at a line feed or at a carriage return, so that progress bars are lines too. The thread that drains it and the one
 * that asks for the text may differ.
 */
final class CapturedStream implements Runnable {
    /** How much of the end is kept, in bytes. */
    static final int CAP = 16 << 20;

    private static final int LONGEST_LINE = 64 << 10;
    private static final int CHUNK = 32 << 10;

    private final InputStream source;
    private final Consumer<String> onLine;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable RuntimeException listenerFailure;

    CapturedStream(InputStream source, Consumer<String> onLine) {
        this.source = source;
        this.onLine = onLine;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
                keep(buffer, n);
                for (int i = 0; i < n; i++) {
                    split(buffer[i]);
                }
            }
        } catch (IOException e) {
            // The process has been ended, which closes its streams under the reader: what came before is the output.
            afterReturn = false;
        }
        if (line.size() > 0) {
            emit();
        }
    }

    /** The end of what came so far. */
    synchronized String text() {
        byte[] bytes = kept.toByteArray();
        int length = Math.min(bytes.length, CAP);
        return new String(bytes, bytes.length - length, length, StandardCharsets.UTF_8);
    }

    /**
     * Fails if the listener failed. It was not called again after that, while the process went on.
     *
     * @throws RuntimeException what the listener threw
     */
    synchronized void rethrowListenerFailure() {
        if (listenerFailure != null) {
            throw listenerFailure;
        }
    }

    private synchronized void keep(byte[] buffer, int length) {
        kept.write(buffer, 0, length);
        if (kept.size() > 2 * CAP) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.write(all, all.length - CAP, CAP);
        }
    }

    private void split(byte b) {
        boolean lineFeedOfAPair = b == '\n' && afterReturn;
        afterReturn = b == '\r';
        if (b == '\n' || b == '\r') {
            if (line.size() > 0 || (b == '\n' && !lineFeedOfAPair)) {
                emit();
            }
        } else {
            line.write(b);
            if (line.size() >= LONGEST_LINE) {
                emit();
            }
        }
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        synchronized (this) {
            if (listenerFailure != null) {
                return;
            }
        }
        try {
            onLine.accept(text);
        } catch (RuntimeException e) {
            synchronized (this) {
                listenerFailure = e;
            }
        }
    }
}
