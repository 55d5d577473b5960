package phoenix.cli;

/** What the command answers to its caller. */
enum ExitCode {
    /** Everything is as wanted, or a dry-run was shown. */
    DONE(0),
    /** A step failed, or was blocked by one that did. */
    STEP_FAILED(1),
    /** With {@code --detailed-exitcode}: something was changed, or would be in a dry-run. */
    CHANGES(2),
    /** The configuration is invalid; nothing was touched. */
    CONFIGURATION_INVALID(3),
    /** The node cannot be reached, is not the expected one, or refused us. */
    NODE_UNAVAILABLE(4),
    /** A restart or something destructive is needed and nobody agreed to it; nothing was touched. */
    CONSENT_MISSING(5),
    /** The command line is wrong. */
    USAGE(64),
    /** {@code phoenix exec}: the program could not be begun inside the guest; any other code is its own. */
    NOT_BEGUN(125),
    /** Ended by Ctrl-C; the same command goes on where it stopped. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
