package phoenix.orchestrator.plan;

/**
 * A difference between what is wanted and what is.
 *
 * @param attribute in the words of Proxmox, or of the stage: {@code memory}, {@code feature base_setup}
 * @param before what is; empty if there is nothing
 * @param after what will be; empty if it will be removed
 * @param reason why, for people; no code decides by it
 * @param impact what it does to a guest that is at work
 */
public record Change(String attribute, String before, String after, String reason, Impact impact) {
    /** A change that a guest at work does not suffer from. */
    public Change(String attribute, String before, String after, String reason) {
        this(attribute, before, after, reason, Impact.LIVE);
    }

    /** This with another impact. */
    public Change withImpact(Impact other) {
        return new Change(attribute, before, after, reason, other);
    }

    /** {@code 512 -> 1024}; empty if there is neither. */
    public String values() {
        if (before.isEmpty()) {
            return after;
        }
        return before + " -> " + (after.isEmpty() ? "(removed)" : after);
    }

    /** {@code memory: 512 -> 1024  (the file says so)}. */
    @Override
    public String toString() {
        return attribute + (values().isEmpty() ? "" : ": " + values()) + (reason.isEmpty() ? "" : "  (" + reason + ")");
    }
}
