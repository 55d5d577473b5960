package phoenix.lab.api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second server off the same state. The kernel drops it when the process dies. */
final class StateLock implements AutoCloseable {
    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if another server has it */
    static StateLock take(Path stateFolder) throws IOException {
        Path file = stateFolder.resolve("server.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateLock(channel);
            }
        } catch (OverlappingFileLockException sameProcess) {
            channel.close();
            throw inUse(stateFolder);
        }
        channel.close();
        throw inUse(stateFolder);
    }

    private static AlreadyServedException inUse(Path stateFolder) {
        return new AlreadyServedException(
                "another server serves the state in " + stateFolder + "; use that one, or stop it first");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
