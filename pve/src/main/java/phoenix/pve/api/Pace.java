package phoenix.pve.api;

import java.time.Duration;

/** Time as waiting needs it, so that tests need not wait. */
public interface Pace {
    /** Real time. */
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Thread.sleep(length.toMillis());
        }
    };

    /** A clock that only moves forward; its zero means nothing. */
    long nanos();

    void pause(Duration length) throws InterruptedException;
}
