package phoenix.pve.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A command that was interrupted in the middle.
 *
 * @param pid of the program itself
 * @param failure what {@link NodeShell#run} threw
 * @param flagStands whether the thread's interrupt flag was set afterwards
 */
record InterruptedRun(long pid, Throwable failure, boolean flagStands) {
    static InterruptedRun in(NodeShell shell) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Long> pid = new CompletableFuture<>();
        CompletableFuture<InterruptedRun> end = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                shell.run(Command.of("sh", "-c", "echo $$; exec sleep 60"), line -> {
                    pid.complete(Long.parseLong(line));
                    started.countDown();
                });
                end.completeExceptionally(new AssertionError("the run came to its own end"));
            } catch (ShellException e) {
                end.complete(
                        new InterruptedRun(pid.join(), e, Thread.currentThread().isInterrupted()));
            }
        });
        runner.start();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        runner.interrupt();
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }

    static boolean gone(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }
}
