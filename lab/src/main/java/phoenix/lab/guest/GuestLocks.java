package phoenix.lab.guest;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import phoenix.lab.rest.ApiException;
import phoenix.lab.task.Task;
import phoenix.pve.VmId;

/**
 * One lock for each guest, held while its file is read and written, by some tasks all the time. Who waits longer than the limit
 * is refused. The same thread may take it again.
 */
public final class GuestLocks {
    private final Map<VmId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Duration patience;
    private final String file;

    /** @param file what Proxmox calls the lock's file, with {@code %s} for the number */
    public GuestLocks(Duration patience, String file) {
        this.patience = patience;
        this.file = file;
    }

    /** @throws ApiException if the lock is not to be had in time */
    public <T> T holding(VmId id, Supplier<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(id, key -> new ReentrantLock());
        if (!lock.tryLock() && !awaited(lock)) {
            throw ApiException.failure("can't lock file '" + file.replace("%s", id.toString()) + "' - got timeout");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** @throws ApiException if the lock is not to be had in time */
    public void holding(VmId id, Runnable work) {
        holding(id, () -> {
            work.run();
            return true;
        });
    }

    /** Waits; a task that has to says so in its log. */
    private boolean awaited(ReentrantLock lock) {
        log("trying to acquire lock...");
        boolean taken = taken(lock);
        if (taken) {
            log(" OK");
        }
        return taken;
    }

    private static void log(String line) {
        Task.current().ifPresent(task -> task.log(line));
    }

    private boolean taken(ReentrantLock lock) {
        try {
            return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
