package phoenix.pve.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Upid;

/**
 * A call of the API did not do what it was for. The types say what a caller can do about it.
 *
 * <p>The message is a sentence for people: "cannot create container 953 (gateway): storage 'fast' does not exist".
 */
public abstract sealed class PveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    private PveException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    private PveException(String message, String hint) {
        this(message, hint, null);
    }

    /** What the user can do about it. */
    public String hint() {
        return hint;
    }

    /** What the call is about is not there. */
    public static final class NotFound extends PveException {
        private static final long serialVersionUID = 1;

        public NotFound(String message, String hint) {
            super(message, hint);
        }
    }

    /** Proxmox will not do this, now or later: a wrong parameter, an impossible change. */
    public static final class Rejected extends PveException {
        private static final long serialVersionUID = 1;

        public Rejected(String message, String hint) {
            super(message, hint);
        }
    }

    /** The state of things stands against it: locked, changed meanwhile, there already, running. It may pass. */
    public static final class Conflict extends PveException {
        private static final long serialVersionUID = 1;

        public Conflict(String message, String hint) {
            super(message, hint);
        }
    }

    /** Not logged in, or without the right. */
    public static final class Denied extends PveException {
        private static final long serialVersionUID = 1;

        public Denied(String message, String hint) {
            super(message, hint);
        }
    }

    /** The node could not be reached, is not the one that was expected, or did not answer. */
    public static final class Unavailable extends PveException {
        private static final long serialVersionUID = 1;

        private final boolean dispatched;

        /** @param dispatched whether the call may have reached the node, so that it may have been done */
        public Unavailable(String message, String hint, boolean dispatched, @Nullable Throwable cause) {
            super(message, hint, cause);
            this.dispatched = dispatched;
        }

        /** @param dispatched whether the call may have reached the node, so that it may have been done */
        public Unavailable(String message, String hint, boolean dispatched) {
            this(message, hint, dispatched, null);
        }

        /** Whether the call may have been done all the same: look before sending it again. */
        public boolean dispatched() {
            return dispatched;
        }
    }

    /** The waiting thread was interrupted. Its interrupt flag is set again; what the node was doing, it goes on doing. */
    public static final class Interrupted extends PveException {
        private static final long serialVersionUID = 1;

        public Interrupted(String message, String hint) {
            super(message, hint);
        }
    }

    /** A task ended badly, or had not ended in time. */
    public static final class TaskFailed extends PveException {
        private static final long serialVersionUID = 1;

        private final transient Upid upid;
        private final String exitStatus;
        private final List<String> lastLines;
        private final Outlook outlook;

        /**
         * @param exitStatus the task's own last word, such as {@code CT is locked (disk)}; empty if it had not ended in time
         * @param lastLines the end of the task's log, for people
         * @param outlook what another try would bring
         */
        public TaskFailed(
                String message, String hint, Upid upid, String exitStatus, List<String> lastLines, Outlook outlook) {
            super(message, hint);
            this.upid = upid;
            this.exitStatus = exitStatus;
            this.lastLines = List.copyOf(lastLines);
            this.outlook = outlook;
        }

        public Upid upid() {
            return upid;
        }

        /** The task's own last word; empty if it had not ended in time. */
        public String exitStatus() {
            return exitStatus;
        }

        /** Whether the task was still running when the waiting ended. */
        public boolean stillRunning() {
            return exitStatus.isEmpty();
        }

        public List<String> lastLines() {
            return lastLines;
        }

        /** Whether it failed for the state of things, as a {@link Conflict} does, so that another try later may go well. */
        public boolean mayPass() {
            return outlook == Outlook.PASSING;
        }

        /** Whether it failed for something that another try would meet again, such as a bridge that is not there. */
        public boolean lasts() {
            return outlook == Outlook.LASTING;
        }

        /** What another try of a task would bring. */
        public enum Outlook {
            /** It failed for the state of things, which passes. */
            PASSING,
            /** Nobody can tell. */
            UNKNOWN,
            /** The same. */
            LASTING
        }
    }
}
