package phoenix.lab.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import phoenix.lab.node.NodeException;

/**
 * Keeps two processes, and two threads of one, from building or removing the same thing at once. The kernel drops the lock when
 * its holder dies; the file in {@code /run} means nothing.
 */
final class LabLock {
    private static final Path FOLDER = Path.of("/run/phoenix-lab");
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Map<String, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;

    private LabLock(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /**
     * Does some work while nobody else works on the same thing; within one thread a lock may be taken once only.
     *
     * @param what a name; may be that of a file
     * @throws NodeException if another process holds the lock for a quarter of an hour
     */
    static <T> T holding(String what, Consumer<String> progress, Supplier<T> work) {
        LabLock lock = take(what, progress);
        try {
            return work.get();
        } finally {
            lock.close();
        }
    }

    private static LabLock take(String what, Consumer<String> progress) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        ReentrantLock thread = THREADS.computeIfAbsent(what, name -> new ReentrantLock());
        boolean taken = false;
        try {
            boolean told = false;
            if (!thread.tryLock()) {
                tellWaiting(what, progress);
                told = true;
                if (!thread.tryLock(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw tooLong(what);
                }
            }
            FileChannel channel = lockFile(what, deadline, told ? line -> {} : progress);
            taken = true;
            return new LabLock(thread, channel);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted while waiting for other work on " + what, interrupted);
        } finally {
            if (!taken && thread.isHeldByCurrentThread()) {
                thread.unlock();
            }
        }
    }

    private static FileChannel lockFile(String what, long deadline, Consumer<String> progress) {
        Path file = file(what);
        boolean told = false;
        try {
            while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
                Files.createDirectories(FOLDER);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (tryLock(channel) != null && sign(channel, file)) {
                    return channel;
                }
                channel.close();
                if (!told) {
                    tellWaiting(what, progress);
                    told = true;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            throw tooLong(what);
        } catch (IOException failed) {
            throw new NodeException("cannot lock " + file + ": " + failed, failed);
        }
    }

    /** Writes who holds the lock, and tells whether the file locked is still the one that others will find: {@link #forget}. */
    private static boolean sign(FileChannel channel, Path file) throws IOException {
        String signature = ProcessHandle.current().pid() + " " + UUID.randomUUID() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(signature.getBytes(StandardCharsets.UTF_8)));
        return Files.exists(file) && Files.readString(file).equals(signature);
    }

    /** Removes a lock's file; only its holder may. */
    static void forget(String what) {
        PlainFile.delete(file(what));
    }

    private static Path file(String what) {
        return FOLDER.resolve(what + ".lock");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void tellWaiting(String what, Consumer<String> progress) {
        progress.accept("waiting for the work on " + what + " that is under way");
    }

    private static NodeException tooLong(String what) {
        return new NodeException("another process has been working on " + what
                + " for too long; its process ID stands in " + file(what));
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new NodeException("cannot release the lock: " + failed, failed);
        } finally {
            thread.unlock();
        }
    }
}
