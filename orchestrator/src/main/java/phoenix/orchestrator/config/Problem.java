package phoenix.orchestrator.config;

import phoenix.orchestrator.desired.Place;

/**
 * Something in the user's files that is wrong, or doubtful.
 *
 * @param what the sentence: what is wrong and why
 * @param hint what to write instead
 */
public record Problem(Severity severity, Place place, String what, String hint) {
    /** Whether a run may go on. */
    public enum Severity {
        ERROR,
        WARNING
    }
}
