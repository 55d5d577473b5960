package phoenix.orchestrator.plan;

/** What shall be done again to things that are there, beyond what differs. */
public enum Redo {
    /** Nothing. */
    NOTHING,
    /** All that was done to it, in place, whatever is remembered of it. */
    IN_PLACE,
    /** What was made from an older state of its source is deleted and made anew. */
    ANEW
}
