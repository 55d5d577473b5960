package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * A file of this machine that could not be read or written, in words.
 *
 * @param what what we were doing, and what the system said
 */
record FileTrouble(String what, String hint) {
    private static final String LOOK = "see whether the disk is full (df), then run the same command again";

    /** Why a folder could not be made. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is no folder";
        } else if (e instanceof NoSuchFileException) {
            return "such a folder cannot be made there";
        } else if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    static FileTrouble of(UncheckedIOException e) {
        Throwable cause = e.getCause();
        if (cause instanceof AccessDeniedException denied) {
            return new FileTrouble(
                    e.getMessage() + ": permission denied for " + denied.getFile(),
                    "run phoenix as the user whose it is (what belongs to a real lab is root's); XDG_STATE_HOME names"
                            + " another folder for a simulated one");
        } else if (cause instanceof NoSuchFileException missing) {
            return new FileTrouble(
                    e.getMessage() + ": there is no " + missing.getFile(),
                    "see whether something removed it, then run the same command again");
        } else if (cause instanceof FileSystemException other && other.getReason() != null) {
            return new FileTrouble(e.getMessage() + ": " + other.getFile() + ": " + other.getReason(), LOOK);
        }
        return new FileTrouble(e.getMessage() + (cause == null ? "" : ": " + cause.getMessage()), LOOK);
    }
}
