package phoenix.pve.shell;

import org.jspecify.annotations.Nullable;

/** A command did not come to its own end. A command that ended with a code other than 0 is no exception: it is an {@link Output}. */
public abstract sealed class ShellException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    private ShellException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What the user can do about it. */
    public String hint() {
        return hint;
    }

    /** The shell cannot be reached, or the way to it broke. */
    public static final class Unreachable extends ShellException {
        private static final long serialVersionUID = 1;

        public Unreachable(String message, String hint, @Nullable Throwable cause) {
            super(message, hint, cause);
        }
    }

    /** There is no such program. */
    public static final class NotStarted extends ShellException {
        private static final long serialVersionUID = 1;

        public NotStarted(String message, String hint, @Nullable Throwable cause) {
            super(message, hint, cause);
        }
    }

    /** It ran past its limit and has been ended. */
    public static final class TimedOut extends ShellException {
        private static final long serialVersionUID = 1;

        public TimedOut(String message, String hint, @Nullable Throwable cause) {
            super(message, hint, cause);
        }
    }

    /** The waiting thread was interrupted; the command has been ended. The thread's interrupt flag is set again. */
    public static final class Interrupted extends ShellException {
        private static final long serialVersionUID = 1;

        public Interrupted(String message, String hint, @Nullable Throwable cause) {
            super(message, hint, cause);
        }
    }
}
