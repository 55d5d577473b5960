package phoenix.pve.api;

import tools.jackson.databind.JsonNode;

/** The answer of a call that has nothing to tell but that it was done. */
public enum Done {
    DONE;

    /** Whatever stands in the answer, it was done. */
    static Done read(JsonNode data) {
        return DONE;
    }
}
