package phoenix.lab.api;

import java.io.IOException;

/** Another server serves the same state. */
public final class AlreadyServedException extends IOException {
    private static final long serialVersionUID = 1;

    AlreadyServedException(String message) {
        super(message);
    }
}
